// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * ICMP for IPv6 (RFC 4443); neighbour discovery's messages are {@link NeighbourDiscovery}'s.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     type      |     code      |           checksum            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  rest: echo: identifier, sequence; packet too big: the MTU    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   echo: data; errors: the IPv6 header and more of the cause   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code p} is the masked address of the header. Call {@link #check} before any reader. The checksum covers a
 * pseudo-header: {@link TransportChecksum} with {@link Ipv6#pseudoHeaderSum}. Any thread; only {@link #describe} allocates.
 */
public final class Icmpv6 {
    public static final int HEADER_BYTES = 8;

    public static final int DESTINATION_UNREACHABLE = 1;
    public static final int PACKET_TOO_BIG = 2;
    public static final int TIME_EXCEEDED = 3;
    public static final int PARAMETER_PROBLEM = 4;

    /** Types below this are errors. */
    public static final int FIRST_INFORMATIONAL = 128;

    public static final int ECHO_REQUEST = 128;
    public static final int ECHO_REPLY = 129;

    /** Multicast listener discovery (RFC 2710), and its version 2 report (RFC 3810). */
    public static final int LISTENER_QUERY = 130;

    public static final int LISTENER_REPORT = 131;
    public static final int LISTENER_DONE = 132;
    public static final int LISTENER_REPORT_V2 = 143;

    /** Neighbour discovery (RFC 4861). */
    public static final int ROUTER_SOLICITATION = 133;

    public static final int ROUTER_ADVERTISEMENT = 134;
    public static final int NEIGHBOUR_SOLICITATION = 135;
    public static final int NEIGHBOUR_ADVERTISEMENT = 136;
    public static final int REDIRECT = 137;

    /** Code of {@link #TIME_EXCEEDED}: the hop limit ran out in transit. */
    public static final int HOP_LIMIT_EXCEEDED = 0;

    private Icmpv6() {}

    /** @return 8, or {@link Malformed#TRUNCATED}; any type and code is well formed */
    public static int check(final long p, final int lengthBytes) {
        return lengthBytes < HEADER_BYTES ? Malformed.TRUNCATED : HEADER_BYTES;
    }

    /** Wide read of the whole header. */
    public static long header(final long p) {
        return Memory.getLongBe(p);
    }

    public static int type(final long p) {
        return Memory.getByte(p) & 0xff;
    }

    public static int code(final long p) {
        return Memory.getByte(p + 1) & 0xff;
    }

    public static int checksum(final long p) {
        return Memory.getShortBe(p + 2) & 0xffff;
    }

    /** Echo request and reply only. */
    public static int identifier(final long p) {
        return Memory.getShortBe(p + 4) & 0xffff;
    }

    /** Echo request and reply only. */
    public static int sequence(final long p) {
        return Memory.getShortBe(p + 6) & 0xffff;
    }

    /** Of {@link #PACKET_TOO_BIG} only; unsigned. */
    public static int mtuBytes(final long p) {
        return Memory.getIntBe(p + 4);
    }

    /** True for messages about another packet, which must never cause one more (RFC 4443 2.4). */
    public static boolean isError(final int type) {
        return type < FIRST_INFORMATIONAL;
    }

    /** True for the five messages of neighbour discovery, which never leave their link. */
    public static boolean isNeighbourDiscovery(final int type) {
        return type >= ROUTER_SOLICITATION && type <= REDIRECT;
    }

    /** Writes an 8-byte header with checksum 0; {@code rest} is bytes 4 to 7. */
    public static void emit(final long p, final int type, final int code, final int rest) {
        Memory.putIntBe(p, type << 24 | (code & 0xff) << 16);
        Memory.putIntBe(p + 4, rest);
    }

    /** Writes the header of an echo ({@link #ECHO_REQUEST} or {@link #ECHO_REPLY}) with checksum 0. */
    public static void emitEcho(final long p, final int type, final int identifier, final int sequence) {
        emit(p, type, 0, identifier << 16 | (sequence & 0xffff));
    }

    /**
     * Computes and writes the checksum.
     *
     * @param ip masked address of the IPv6 header
     * @param lengthBytes ICMPv6 header and data
     */
    public static void fillChecksum(final long ip, final long p, final int lengthBytes) {
        TransportChecksum.fill(
                Ipv6.pseudoHeaderSum(ip, IpProtocol.ICMPV6, lengthBytes), p, IpProtocol.ICMPV6, lengthBytes);
    }

    /** True when the checksum is right; parameters as for {@link #fillChecksum}. */
    public static boolean verifyChecksum(final long ip, final long p, final int lengthBytes) {
        final long pseudo = Ipv6.pseudoHeaderSum(ip, IpProtocol.ICMPV6, lengthBytes);
        return TransportChecksum.verify(pseudo, p, IpProtocol.ICMPV6, lengthBytes);
    }

    /** One line as tcpdump prints it; for tools, allocates. */
    public static String describe(final long p, final int lengthBytes) {
        if (check(p, lengthBytes) < 0) {
            return "ICMP6 truncated, length " + lengthBytes;
        }
        return "ICMP6, " + describeType(p, lengthBytes) + ", length " + lengthBytes;
    }

    private static String describeType(final long p, final int lengthBytes) {
        final int type = type(p);
        final int code = code(p);
        return switch (type) {
            case ECHO_REQUEST -> "echo request, id " + identifier(p) + ", seq " + sequence(p);
            case ECHO_REPLY -> "echo reply, id " + identifier(p) + ", seq " + sequence(p);
            case DESTINATION_UNREACHABLE -> "destination unreachable, code " + code;
            case PACKET_TOO_BIG -> "packet too big, mtu " + Integer.toUnsignedString(mtuBytes(p));
            case TIME_EXCEEDED ->
                code == HOP_LIMIT_EXCEEDED ? "time exceeded in-transit" : "time exceeded, code " + code;
            case PARAMETER_PROBLEM -> "parameter problem, code " + code;
            default ->
                isNeighbourDiscovery(type)
                        ? NeighbourDiscovery.describe(p, lengthBytes)
                        : "type " + type + ", code " + code;
        };
    }
}
