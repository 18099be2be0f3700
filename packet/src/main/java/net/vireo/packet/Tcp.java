// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * TCP header (RFC 9293; ECN bits RFC 3168).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          source port          |       destination port        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        sequence number                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     acknowledgment number                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |offset |  rsvd |C|E|U|A|P|R|S|F|            window             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           checksum            |        urgent pointer         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    0 to 40 bytes of options                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code p} is the masked address of the header. Call {@link #check} before any reader, with the bytes that the IPv4
 * total length leaves. TCP states no length of its own, so checksums take it. Any thread; only {@link #describe}
 * allocates.
 */
public final class Tcp {
    /** Header without options. */
    public static final int MIN_HEADER_BYTES = 20;

    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;
    public static final int ECE = 0x40;
    public static final int CWR = 0x80;

    /** Option kind of the maximum segment size, and its length. */
    public static final int MSS_OPTION = 2;

    public static final int MSS_OPTION_BYTES = 4;

    private Tcp() {}

    /**
     * @return header length with options, or {@link Malformed#TRUNCATED}, {@link Malformed#BAD_HEADER_LENGTH} (data
     *     offset below 5)
     */
    public static int check(final long p, final int lengthBytes) {
        if (lengthBytes < MIN_HEADER_BYTES) {
            return Malformed.TRUNCATED;
        }
        final int headerBytes = headerBytes(p);
        if (headerBytes < MIN_HEADER_BYTES) {
            return Malformed.BAD_HEADER_LENGTH;
        }
        return headerBytes > lengthBytes ? Malformed.TRUNCATED : headerBytes;
    }

    /** Wide read: {@code source port << 16 | destination port}. */
    public static int ports(final long p) {
        return Memory.getIntBe(p);
    }

    public static int sourcePort(final long p) {
        return Memory.getShortBe(p) & 0xffff;
    }

    public static int destinationPort(final long p) {
        return Memory.getShortBe(p + 2) & 0xffff;
    }

    /** As on the wire: compare as unsigned, modulo 2^32. */
    public static int sequence(final long p) {
        return Memory.getIntBe(p + 4);
    }

    public static int acknowledgment(final long p) {
        return Memory.getIntBe(p + 8);
    }

    public static int headerBytes(final long p) {
        return Memory.getByte(p + 12) >>> 2 & 0x3c;
    }

    /** The eight flag bits, {@link #FIN} to {@link #CWR}. */
    public static int flags(final long p) {
        return Memory.getByte(p + 13) & 0xff;
    }

    public static int window(final long p) {
        return Memory.getShortBe(p + 14) & 0xffff;
    }

    public static int checksum(final long p) {
        return Memory.getShortBe(p + 16) & 0xffff;
    }

    public static int urgentPointer(final long p) {
        return Memory.getShortBe(p + 18) & 0xffff;
    }

    /** Offset from {@code p} of the first option of this kind, or -1; a bad option length ends the search. */
    public static int findOption(final long p, final int headerBytes, final int kind) {
        final int at = Options.find(p + MIN_HEADER_BYTES, headerBytes - MIN_HEADER_BYTES, kind);
        return at < 0 ? -1 : at + MIN_HEADER_BYTES;
    }

    /** Offset from {@code p} of a whole MSS option of the right length, or -1. */
    public static int findMssOption(final long p, final int headerBytes) {
        final int at = findOption(p, headerBytes, MSS_OPTION);
        return at >= 0 && Memory.getByte(p + at + 1) == MSS_OPTION_BYTES ? at : -1;
    }

    /** The value of the MSS option at this offset. */
    public static int mss(final long p, final int optionOffset) {
        return Memory.getShortBe(p + optionOffset + 2) & 0xffff;
    }

    public static void checksum(final long p, final int checksum) {
        Memory.putShortBe(p + 16, (short) checksum);
    }

    /** Writes a header whose options, already counted in {@code headerBytes}, the caller writes; checksum 0. */
    public static void emit(
            final long p,
            final int ports,
            final int sequence,
            final int acknowledgment,
            final int headerBytes,
            final int flags,
            final int window) {
        Memory.putIntBe(p, ports);
        Memory.putIntBe(p + 4, sequence);
        Memory.putIntBe(p + 8, acknowledgment);
        Memory.putIntBe(p + 12, headerBytes >>> 2 << 28 | (flags & 0xff) << 16 | (window & 0xffff));
        Memory.putIntBe(p + 16, 0);
    }

    /** Writes an MSS option, 4 bytes. */
    public static void emitMssOption(final long option, final int mss) {
        Memory.putIntBe(option, MSS_OPTION << 24 | MSS_OPTION_BYTES << 16 | (mss & 0xffff));
    }

    /**
     * Computes and writes the checksum over pseudo-header, header and payload.
     *
     * @param lengthBytes header and payload
     * @param addresses {@code source << 32 | destination}
     */
    public static void fillChecksum(final long p, final int lengthBytes, final long addresses) {
        checksum(p, 0);
        checksum(p, compute(p, lengthBytes, addresses));
    }

    /** True when the checksum is right; parameters as for {@link #fillChecksum}. */
    public static boolean verifyChecksum(final long p, final int lengthBytes, final long addresses) {
        return compute(p, lengthBytes, addresses) == 0;
    }

    private static int compute(final long p, final int lengthBytes, final long addresses) {
        final long pseudo = Checksum.pseudoHeader(addresses, IpProtocol.TCP, lengthBytes);
        return Checksum.finish(pseudo + Checksum.sum(p, lengthBytes));
    }

    /** One line, without the addresses it cannot know; for tools, allocates. */
    public static String describe(final long p, final int lengthBytes) {
        final int checked = check(p, lengthBytes);
        if (checked < 0) {
            return "TCP " + Malformed.text(checked) + ", length " + lengthBytes;
        }
        final StringBuilder out = new StringBuilder(120);
        out.append(sourcePort(p)).append(" > ").append(destinationPort(p)).append(": ");
        describeBody(out, p, lengthBytes);
        return out.toString();
    }

    /** What follows the ports; {@code p} is checked. */
    static void describeBody(final StringBuilder out, final long p, final int lengthBytes) {
        TcpText.describeBody(out, p, lengthBytes);
    }
}
