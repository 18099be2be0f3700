// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the page may load: itself, and nothing else. Inline scripts are refused, but for its import map, which browsers take
 * inline only and which is named here by its hash.
 */
public final class PagePolicy {
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private PagePolicy() {}

    /** The header's value for the page as it is. */
    public static String text() {
        final String html = Files.bytes("index.html")
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
        final Matcher map = IMPORT_MAP.matcher(html);
        final String hash = map.find()
                ? " 'sha256-"
                        + Base64.getEncoder()
                                .encodeToString(Hash.sha256(map.group(1).getBytes(StandardCharsets.UTF_8)))
                        + "'"
                : "";
        return "default-src 'none'; script-src 'self'" + hash
                + "; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'"
                + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }
}
