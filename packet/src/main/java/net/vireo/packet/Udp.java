// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * UDP header (RFC 768).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          source port          |       destination port        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            length             |           checksum            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code p} is the masked address of the header. Call {@link #check} before any reader, with the bytes that the IPv4
 * total length leaves, and never on a fragment: its length field counts the whole datagram. Any thread; only
 * {@link #describe} allocates.
 */
public final class Udp {
    public static final int HEADER_BYTES = 8;

    private Udp() {}

    /** @return 8, or {@link Malformed#TRUNCATED}, {@link Malformed#BAD_LENGTH} (length field below 8) */
    public static int check(final long p, final int lengthBytes) {
        if (lengthBytes < HEADER_BYTES) {
            return Malformed.TRUNCATED;
        }
        final int stated = lengthBytes(p);
        if (stated < HEADER_BYTES) {
            return Malformed.BAD_LENGTH;
        }
        return stated > lengthBytes ? Malformed.TRUNCATED : HEADER_BYTES;
    }

    /** Wide read: {@code source port << 16 | destination port}. */
    public static int ports(final long p) {
        return Memory.getIntBe(p);
    }

    /** Wide read of the whole header: ports, length, checksum. */
    public static long header(final long p) {
        return Memory.getLongBe(p);
    }

    public static int sourcePort(final long p) {
        return Memory.getShortBe(p) & 0xffff;
    }

    public static int destinationPort(final long p) {
        return Memory.getShortBe(p + 2) & 0xffff;
    }

    /** Header and payload, as the header states it. */
    public static int lengthBytes(final long p) {
        return Memory.getShortBe(p + 4) & 0xffff;
    }

    /** 0 says that the sender made none. */
    public static int checksum(final long p) {
        return Memory.getShortBe(p + 6) & 0xffff;
    }

    /**
     * Writes the header in one store, with checksum 0: none, as tunnels send it (RFC 7510 allows it over IPv4).
     *
     * @param lengthBytes header and payload
     */
    public static void emit(final long p, final int sourcePort, final int destinationPort, final int lengthBytes) {
        Memory.putIntBe(p, sourcePort << 16 | (destinationPort & 0xffff));
        Memory.putIntBe(p + 4, lengthBytes << 16);
    }

    /**
     * Computes and writes the checksum over pseudo-header, header and payload.
     *
     * @param addresses {@code source << 32 | destination}
     */
    public static void fillChecksum(final long p, final long addresses) {
        Memory.putShortBe(p + 6, (short) 0);
        Memory.putShortBe(p + 6, (short) Checksum.nonZero(compute(p, addresses)));
    }

    /** True when the checksum is right or absent. */
    public static boolean verifyChecksum(final long p, final long addresses) {
        return checksum(p) == 0 || compute(p, addresses) == 0;
    }

    private static int compute(final long p, final long addresses) {
        final int lengthBytes = lengthBytes(p);
        final long pseudo = Checksum.pseudoHeader(addresses, IpProtocol.UDP, lengthBytes);
        return Checksum.finish(pseudo + Checksum.sum(p, lengthBytes));
    }

    /** One line, without the addresses it cannot know; for tools, allocates. */
    public static String describe(final long p, final int lengthBytes) {
        final int checked = check(p, lengthBytes);
        if (checked < 0) {
            return "UDP " + Malformed.text(checked) + ", length " + lengthBytes;
        }
        final StringBuilder out = new StringBuilder(80);
        out.append(sourcePort(p)).append(" > ").append(destinationPort(p)).append(": ");
        describeBody(out, p, lengthBytes, 0);
        return out.toString();
    }

    /** What follows the ports; {@code p} is checked. */
    static void describeBody(final StringBuilder out, final long p, final int lengthBytes, final int depth) {
        final int payloadBytes = Math.min(lengthBytes, lengthBytes(p)) - HEADER_BYTES;
        out.append("UDP, length ").append(payloadBytes);
        if (UdpPort.isMpls(destinationPort(p))) {
            out.append(": ");
            Mpls.describe(out, p + HEADER_BYTES, payloadBytes, depth + 1);
        } else if (destinationPort(p) == UdpPort.VXLAN) {
            out.append(": ");
            Vxlan.describe(out, p + HEADER_BYTES, payloadBytes, depth + 1);
        }
    }
}
