// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * ICMP for IPv4 (RFC 792; next-hop MTU: RFC 1191).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     type      |     code      |           checksum            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   rest: echo: identifier, sequence; 3/4: zero, next-hop MTU   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   echo: data; errors: the IPv4 header and more of the cause   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code p} is the masked address of the header. Call {@link #check} before any reader. ICMP states no length of its
 * own, so checksums take it. Any thread; only {@link #describe} allocates.
 */
public final class Icmp {
    public static final int HEADER_BYTES = 8;

    public static final int ECHO_REPLY = 0;
    public static final int DESTINATION_UNREACHABLE = 3;
    public static final int SOURCE_QUENCH = 4;
    public static final int REDIRECT = 5;
    public static final int ECHO_REQUEST = 8;
    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;

    /** Code of {@link #DESTINATION_UNREACHABLE}: too big for the next hop, and DF is set. */
    public static final int FRAGMENTATION_NEEDED = 4;

    /** Code of {@link #TIME_EXCEEDED}: the TTL ran out in transit. */
    public static final int TTL_EXCEEDED = 0;

    private Icmp() {}

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

    /** Of "fragmentation needed" only; 0 from routers older than RFC 1191. */
    public static int nextHopMtuBytes(final long p) {
        return Memory.getShortBe(p + 6) & 0xffff;
    }

    /** True for messages about another packet, which must never cause one more (RFC 1122 3.2.2). */
    public static boolean isError(final int type) {
        return type >= DESTINATION_UNREACHABLE && type <= REDIRECT
                || type == TIME_EXCEEDED
                || type == PARAMETER_PROBLEM;
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

    /** Computes and writes the checksum; {@code lengthBytes} is header and data. */
    public static void fillChecksum(final long p, final int lengthBytes) {
        Memory.putShortBe(p + 2, (short) 0);
        Memory.putShortBe(p + 2, (short) Checksum.of(p, lengthBytes));
    }

    /** True when the checksum is right; {@code lengthBytes} is header and data. */
    public static boolean verifyChecksum(final long p, final int lengthBytes) {
        return Checksum.of(p, lengthBytes) == 0;
    }

    /** One line as tcpdump prints it; for tools, allocates. */
    public static String describe(final long p, final int lengthBytes) {
        if (check(p, lengthBytes) < 0) {
            return "ICMP truncated, length " + lengthBytes;
        }
        return "ICMP " + describeType(p) + ", length " + lengthBytes;
    }

    private static String describeType(final long p) {
        final int type = type(p);
        final int code = code(p);
        return switch (type) {
            case ECHO_REQUEST -> "echo request, id " + identifier(p) + ", seq " + sequence(p);
            case ECHO_REPLY -> "echo reply, id " + identifier(p) + ", seq " + sequence(p);
            case DESTINATION_UNREACHABLE ->
                code == FRAGMENTATION_NEEDED
                        ? "unreachable - need to frag (mtu " + nextHopMtuBytes(p) + ")"
                        : "unreachable, code " + code;
            case TIME_EXCEEDED -> code == TTL_EXCEEDED ? "time exceeded in-transit" : "time exceeded, code " + code;
            default -> "type " + type + ", code " + code;
        };
    }
}
