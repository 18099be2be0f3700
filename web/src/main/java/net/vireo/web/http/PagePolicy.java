// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

/** What the page may load: this server's own files, and nothing that stands in the page itself. */
public final class PagePolicy {
    private PagePolicy() {}

    /** The header's value. */
    public static String text() {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
                + "; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }
}
