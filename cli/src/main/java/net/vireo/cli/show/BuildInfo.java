// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a data plane says about how it was built: a JSON text of which Contrail's tools, and so this, look only for the
 * values of four keys.
 *
 * @param version empty when it does not say
 */
public record BuildInfo(String version, String time, String user, String host) {
    static BuildInfo of(final String json) {
        return new BuildInfo(
                value(json, "build-version"),
                value(json, "build-time"),
                value(json, "build-user"),
                value(json, "build-hostname"));
    }

    /** The version alone, empty when it does not say. */
    public static String version(final String json) {
        return of(json).version;
    }

    /** The line that {@code vrouter --info} starts with. */
    String line() {
        final String by = user.isEmpty() && host.isEmpty() ? "" : " by " + user + "@" + host;
        final String at = time.isEmpty() ? "" : " at " + time;
        return "vRouter version " + (version.isEmpty() ? "unknown" : version)
                + (by.isEmpty() && at.isEmpty() ? "" : " (Built" + by + at + ")");
    }

    Map<String, Object> tree() {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("version", VifJson.emptyToNull(version));
        tree.put("time", VifJson.emptyToNull(time));
        tree.put("user", VifJson.emptyToNull(user));
        tree.put("host", VifJson.emptyToNull(host));
        return tree;
    }

    private static String value(final String json, final String key) {
        final int at = json.indexOf('"' + key + '"');
        final int open = at < 0 ? -1 : json.indexOf('"', at + key.length() + 2);
        final int close = open < 0 ? -1 : json.indexOf('"', open + 1);
        return close < 0 ? "" : json.substring(open + 1, close);
    }
}
