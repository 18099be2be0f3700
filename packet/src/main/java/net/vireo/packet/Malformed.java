// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/**
 * What a view's {@code check} found wrong: one numbering for all views, all negative, so that {@code check(..) < 0} is
 * the one test on the data path. A code is not a drop reason; the node that asked maps it to one.
 */
public final class Malformed {
    /** Fewer bytes are there than the header, or the length it states, needs. */
    public static final int TRUNCATED = -1;

    /** The version field is not the view's. */
    public static final int BAD_VERSION = -2;

    /** A stated total length is shorter than the header it belongs to. */
    public static final int BAD_LENGTH = -3;

    /** A stated header length (IHL, data offset) is below the smallest header. */
    public static final int BAD_HEADER_LENGTH = -4;

    /** More VLAN tags than {@link Ethernet#MAX_TAGS}. */
    public static final int TOO_MANY_TAGS = -5;

    /** ARP about something else than IPv4 over Ethernet. */
    public static final int BAD_ADDRESS_KIND = -6;

    /** An ARP operation other than request and reply. */
    public static final int BAD_OPERATION = -7;

    /** No label stack entry carries the bottom-of-stack bit within {@link Mpls#MAX_STACK_ENTRIES} entries. */
    public static final int NO_BOTTOM_OF_STACK = -8;

    /** The buffer to write into is too small for the least that must be written. */
    public static final int NO_ROOM = -9;

    private Malformed() {}

    /** The code in words, for tools and messages; any thread, allocates nothing. */
    public static String text(final int code) {
        return switch (code) {
            case TRUNCATED -> "truncated";
            case BAD_VERSION -> "bad version";
            case BAD_LENGTH -> "bad length";
            case BAD_HEADER_LENGTH -> "bad header length";
            case TOO_MANY_TAGS -> "too many VLAN tags";
            case BAD_ADDRESS_KIND -> "not IPv4 over Ethernet";
            case BAD_OPERATION -> "bad operation";
            case NO_BOTTOM_OF_STACK -> "no bottom of stack";
            case NO_ROOM -> "no room";
            default -> "well formed";
        };
    }
}
