// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** The code in a {@link VrResponse}: 0, a count of objects with or without {@link #MORE}, or a negative errno. */
public final class ResponseCode {
    public static final int OK = 0;

    /** In a dump: the page is full, ask again with the marker set to the last object. */
    public static final int MORE = 1 << 30;

    /** What the original router answers to bytes that it cannot decode. */
    public static final int UNDECODABLE = -1;

    private ResponseCode() {}

    /** How many objects a dump's page holds. */
    public static int count(final int code) {
        return code < 0 ? 0 : code & ~MORE;
    }

    /** Whether a dump goes on after this page. */
    public static boolean hasMore(final int code) {
        return code > 0 && (code & MORE) != 0;
    }

    /** Whether the request failed. */
    public static boolean isError(final int code) {
        return code < 0;
    }
}
