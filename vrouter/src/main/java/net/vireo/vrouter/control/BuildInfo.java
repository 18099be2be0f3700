// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

/**
 * Which build answers on the control socket.
 *
 * @param version of the program, {@code 0.1.0}
 * @param nodeName the node it runs on
 * @param time when it was built, as text, empty when unknown
 */
public record BuildInfo(String version, String nodeName, String time) {
    /** The text of {@code vo_build_info}, with the keys that the original tool searches for. */
    String json() {
        return "{\"build-info\": [{\"build-time\": \"" + escaped(time) + "\", \"build-hostname\": \""
                + escaped(nodeName) + "\", \"build-user\": \"vireo\", \"build-version\": \"" + escaped(version)
                + "\"}]}";
    }

    private static String escaped(final String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
