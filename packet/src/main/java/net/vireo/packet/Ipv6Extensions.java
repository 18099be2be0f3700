// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * The walk over IPv6 extension headers to the transport header (RFC 8200 4; authentication header: RFC 4302).
 *
 * <p>Bounded: at most {@link #MAX_HEADERS} headers and {@link #MAX_BYTES} bytes, so that a hostile chain costs no more than
 * a long honest one. Hop-by-hop options, routing, destination options, fragment and authentication header are passed; anything
 * else, ESP and "no next header" included, is what the walk ends at. Options are not looked at.
 *
 * <p>The result is one long, a <em>walk</em>, negative when malformed:
 *
 * <pre>
 *  62            31 30    29   28       16 15              8 7        0
 * +----------------+---+------+-----------+-----------------+----------+
 * | fragment's id  | F | more |  offset/8 | extension bytes | protocol |
 * |                |   |      |           | / 4             |          |
 * +----------------+---+------+-----------+-----------------+----------+
 * </pre>
 *
 * <p>Any thread, allocates nothing.
 */
public final class Ipv6Extensions {
    /** More extension headers than this are malformed to us. */
    public static final int MAX_HEADERS = 8;

    /** Extension headers of more bytes than this, together, are malformed to us. */
    public static final int MAX_BYTES = 1016;

    /** The fragment header's length. */
    public static final int FRAGMENT_BYTES = 8;

    private static final int MORE_BIT = 29;
    private static final int FRAGMENT_BIT = 30;
    private static final int ID_SHIFT = 31;
    private static final int SMALLEST_BYTES = 8;

    private Ipv6Extensions() {}

    /**
     * Walks to the transport header, or to the payload of a fragment behind the first.
     *
     * @param p masked address of the IPv6 header
     * @param lengthBytes bytes that count, the header's 40 included and proven to be there: {@link Ipv6#totalLengthBytes}
     *     of a packet, what is left of a quote in an ICMPv6 error
     * @return a walk, or {@link Malformed#TRUNCATED}, {@link Malformed#TOO_MANY_EXTENSIONS},
     *     {@link Malformed#BAD_EXTENSION} (hop-by-hop options that are not the first, a second fragment header)
     */
    public static long walk(final long p, final int lengthBytes) {
        final int nextHeader = Ipv6.nextHeader(p);
        return isExtension(nextHeader) ? walkFrom(p, lengthBytes, nextHeader) : nextHeader;
    }

    private static long walkFrom(final long p, final int lengthBytes, final int firstHeader) {
        int protocol = firstHeader;
        int at = Ipv6.HEADER_BYTES;
        long fragment = 0;
        for (int count = 0; isExtension(protocol); count++) {
            if (count == MAX_HEADERS || at - Ipv6.HEADER_BYTES > MAX_BYTES) {
                return Malformed.TOO_MANY_EXTENSIONS;
            }
            if (at + SMALLEST_BYTES > lengthBytes) {
                return Malformed.TRUNCATED;
            }
            if (protocol == IpProtocol.HOP_BY_HOP && count > 0 || protocol == IpProtocol.FRAGMENT && fragment != 0) {
                return Malformed.BAD_EXTENSION;
            }
            final long header = Memory.getLongBe(p + at);
            at += headerBytes(protocol, header);
            fragment |= protocol == IpProtocol.FRAGMENT ? fragment(header) : 0;
            protocol = (int) (header >>> 56);
            if (fragmentOffsetBytes(fragment) > 0) {
                break;
            }
        }
        return at > lengthBytes ? Malformed.TRUNCATED : end(protocol, at - Ipv6.HEADER_BYTES, fragment);
    }

    private static long end(final int protocol, final int bytes, final long fragment) {
        return bytes > MAX_BYTES ? Malformed.TOO_MANY_EXTENSIONS : fragment | (long) bytes >>> 2 << 8 | protocol;
    }

    private static int headerBytes(final int protocol, final long header) {
        final int units = (int) (header >>> 48) & 0xff;
        return switch (protocol) {
            case IpProtocol.FRAGMENT -> FRAGMENT_BYTES;
            case IpProtocol.AUTHENTICATION -> (units + 2) << 2;
            default -> (units + 1) << 3;
        };
    }

    /** The walk's upper bits from a fragment header's eight bytes. */
    private static long fragment(final long header) {
        final long offset = header >>> 35 & 0x1fff;
        final long more = header >>> 32 & 1;
        return (header & 0xffff_ffffL) << ID_SHIFT | 1L << FRAGMENT_BIT | more << MORE_BIT | offset << 16;
    }

    /** True for the headers that the walk passes. */
    public static boolean isExtension(final int nextHeader) {
        return switch (nextHeader) {
            case IpProtocol.HOP_BY_HOP,
                    IpProtocol.ROUTING,
                    IpProtocol.FRAGMENT,
                    IpProtocol.AUTHENTICATION,
                    IpProtocol.DESTINATION_OPTIONS -> true;
            default -> false;
        };
    }

    /**
     * What the walk ended at. Behind a later fragment's header nothing can be walked: there it is the fragment header's own next
     * header, which may be an extension header.
     */
    public static int protocol(final long walk) {
        return (int) walk & 0xff;
    }

    /** From the IPv6 header to the transport header, at least 40. */
    public static int transportOffset(final long walk) {
        return Ipv6.HEADER_BYTES + (((int) walk >>> 8 & 0xff) << 2);
    }

    /** A fragment header is there; an "atomic" one (RFC 6946: offset 0, none to follow) too. */
    public static boolean hasFragmentHeader(final long walk) {
        return (walk >>> FRAGMENT_BIT & 1) != 0;
    }

    /** The payload is not a whole datagram: more fragments follow, or some came before. */
    public static boolean isFragment(final long walk) {
        return (walk & (1L << MORE_BIT | 0x1fffL << 16)) != 0;
    }

    public static boolean moreFragments(final long walk) {
        return (walk >>> MORE_BIT & 1) != 0;
    }

    /** Where this fragment's payload belongs in the fragmentable part, in bytes. */
    public static int fragmentOffsetBytes(final long walk) {
        return ((int) walk >>> 16 & 0x1fff) << 3;
    }

    /** The fragment header's identification; 0 without one. */
    public static int fragmentId(final long walk) {
        return (int) (walk >>> ID_SHIFT);
    }
}
