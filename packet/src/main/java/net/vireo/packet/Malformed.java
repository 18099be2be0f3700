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

    /** An operation, type or code that the view does not know: ARP, neighbour discovery. */
    public static final int BAD_OPERATION = -7;

    /** No label stack entry carries the bottom-of-stack bit within {@link Mpls#MAX_STACK_ENTRIES} entries. */
    public static final int NO_BOTTOM_OF_STACK = -8;

    /** The buffer to write into is too small for the least that must be written. */
    public static final int NO_ROOM = -9;

    /** More IPv6 extension headers, or more bytes of them, than {@link Ipv6Extensions} walks. */
    public static final int TOO_MANY_EXTENSIONS = -10;

    /** An IPv6 extension header where it may not be (RFC 8200 4.1). */
    public static final int BAD_EXTENSION = -11;

    /** Neighbour discovery that did not start on this link: its hop limit is not 255 (RFC 4861 7.1). */
    public static final int BAD_HOP_LIMIT = -12;

    /** A checksum that had to be right is wrong. */
    public static final int BAD_CHECKSUM = -13;

    /** An address that may not stand where it stands, such as a multicast target of neighbour discovery. */
    public static final int BAD_ADDRESS = -14;

    /** Flags that must be set are clear, or flags are set that we do not speak (GRE, VXLAN). */
    public static final int BAD_FLAGS = -15;

    /** An ICMP error whose quoted packet does not show which flow it is about. */
    public static final int BAD_QUOTE = -16;

    /** Well formed, but what was asked cannot be done to it, such as new ports for SCTP. */
    public static final int UNSUPPORTED = -17;

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
            case TOO_MANY_EXTENSIONS -> "too many extension headers";
            case BAD_EXTENSION -> "misplaced extension header";
            case BAD_HOP_LIMIT -> "bad hop limit";
            case BAD_CHECKSUM -> "bad checksum";
            case BAD_ADDRESS -> "bad address";
            case BAD_FLAGS -> "bad flags";
            case BAD_QUOTE -> "unreadable quote";
            case UNSUPPORTED -> "unsupported";
            default -> "well formed";
        };
    }
}
