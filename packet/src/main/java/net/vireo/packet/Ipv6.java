// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * IPv6 header (RFC 8200; traffic class as DSCP and ECN: RFC 2474, RFC 3168; flow label: RFC 6437).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |version| traffic class |              flow label               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |        payload length         |  next header  |   hop limit   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   source address, 16 bytes                    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 destination address, 16 bytes                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code p} is the masked address of the header. Call {@link #check} before any reader: afterwards the header and
 * {@link #payloadLengthBytes} behind it are there. The data path reads wide: {@link #head} and an address as two longs, five
 * loads for the whole header. There is no checksum to correct. Extension headers are {@link Ipv6Extensions}' work. Jumbograms
 * (RFC 2675) are not known: their payload counts as empty. Any thread; only {@link #describe} allocates.
 */
public final class Ipv6 {
    /** The header without extension headers. */
    public static final int HEADER_BYTES = 40;

    /** What every link must carry unfragmented (RFC 8200 5). */
    public static final int MIN_MTU_BYTES = 1280;

    private static final int VERSION = 6;

    private Ipv6() {}

    /**
     * @param lengthBytes bytes that are there; more than the payload length says is fine (Ethernet padding)
     * @return 40, or {@link Malformed#TRUNCATED}, {@link Malformed#BAD_VERSION}
     */
    public static int check(final long p, final int lengthBytes) {
        return lengthBytes < HEADER_BYTES ? Malformed.TRUNCATED : checkHead(head(p), lengthBytes);
    }

    /** {@link #check} for a caller that has read the first eight bytes already and has at least 40. */
    public static int checkHead(final long head, final int lengthBytes) {
        if (head >>> 60 != VERSION) {
            return Malformed.BAD_VERSION;
        }
        return HEADER_BYTES + payloadLengthBytesOf(head) > lengthBytes ? Malformed.TRUNCATED : HEADER_BYTES;
    }

    /** Wide read, bytes 0 to 7: version, traffic class, flow label, payload length, next header, hop limit. */
    public static long head(final long p) {
        return Memory.getLongBe(p);
    }

    public static int trafficClassOf(final long head) {
        return (int) (head >>> 52) & 0xff;
    }

    public static int flowLabelOf(final long head) {
        return (int) (head >>> 32) & 0xf_ffff;
    }

    /** Bytes behind the header, extension headers among them. */
    public static int payloadLengthBytesOf(final long head) {
        return (int) head >>> 16;
    }

    public static int nextHeaderOf(final long head) {
        return (int) head >>> 8 & 0xff;
    }

    public static int hopLimitOf(final long head) {
        return (int) head & 0xff;
    }

    public static int trafficClass(final long p) {
        return Memory.getShortBe(p) >>> 4 & 0xff;
    }

    public static int flowLabel(final long p) {
        return Memory.getIntBe(p) & 0xf_ffff;
    }

    /** Bytes behind the header, extension headers among them. */
    public static int payloadLengthBytes(final long p) {
        return Memory.getShortBe(p + 4) & 0xffff;
    }

    /** Header and payload. */
    public static int totalLengthBytes(final long p) {
        return HEADER_BYTES + payloadLengthBytes(p);
    }

    public static int nextHeader(final long p) {
        return Memory.getByte(p + 6) & 0xff;
    }

    public static int hopLimit(final long p) {
        return Memory.getByte(p + 7) & 0xff;
    }

    /** The source address' first eight bytes. */
    public static long sourceHigh(final long p) {
        return Memory.getLongBe(p + 8);
    }

    /** The source address' last eight bytes. */
    public static long sourceLow(final long p) {
        return Memory.getLongBe(p + 16);
    }

    public static long destinationHigh(final long p) {
        return Memory.getLongBe(p + 24);
    }

    public static long destinationLow(final long p) {
        return Memory.getLongBe(p + 32);
    }

    /** Sets DSCP and ECN; nothing else is to be corrected. */
    public static void trafficClass(final long p, final int trafficClass) {
        final int word = Memory.getShortBe(p) & 0xf00f;
        Memory.putShortBe(p, (short) (word | (trafficClass & 0xff) << 4));
    }

    /** The two bits of congestion notification. */
    public static int ecn(final long p) {
        return Memory.getByte(p + 1) >>> 4 & 3;
    }

    /** Sets the two bits of congestion notification. */
    public static void ecn(final long p, final int ecn) {
        Memory.putByte(p + 1, (byte) (Memory.getByte(p + 1) & 0xcf | (ecn & 3) << 4));
    }

    /** Sets the number of bytes behind the header. */
    public static void payloadLengthBytes(final long p, final int payloadBytes) {
        Memory.putShortBe(p + 4, (short) payloadBytes);
    }

    /** Takes one from the hop limit; the caller has seen that it is above 0. */
    public static void decrementHopLimit(final long p) {
        Memory.putByte(p + 7, (byte) (Memory.getByte(p + 7) - 1));
    }

    public static void source(final long p, final long high, final long low) {
        Memory.putLongBe(p + 8, high);
        Memory.putLongBe(p + 16, low);
    }

    public static void destination(final long p, final long high, final long low) {
        Memory.putLongBe(p + 24, high);
        Memory.putLongBe(p + 32, low);
    }

    /**
     * Writes the first eight bytes in one store; the addresses are {@link #source(long, long, long)}'s and
     * {@link #destination(long, long, long)}'s.
     *
     * @param payloadBytes bytes behind the header
     */
    public static void emitHead(
            final long p,
            final int trafficClass,
            final int flowLabel,
            final int payloadBytes,
            final int nextHeader,
            final int hopLimit) {
        final int first = VERSION << 28 | (trafficClass & 0xff) << 20 | (flowLabel & 0xf_ffff);
        final int second = payloadBytes << 16 | (nextHeader & 0xff) << 8 | (hopLimit & 0xff);
        Memory.putLongBe(p, (long) first << 32 | (second & 0xffff_ffffL));
    }

    /**
     * Sum of the pseudo-header (RFC 8200 8.1) over the addresses in the header. On its way, a packet whose routing header
     * has segments left carries another destination than the one that was summed.
     *
     * @param protocol the transport's number, not the next header of an extension header
     * @param lengthBytes transport header and payload, without extension headers
     */
    public static long pseudoHeaderSum(final long p, final int protocol, final int lengthBytes) {
        return Checksum.word(sourceHigh(p))
                + Checksum.word(sourceLow(p))
                + Checksum.word(destinationHigh(p))
                + Checksum.word(destinationLow(p))
                + protocol
                + lengthBytes;
    }

    /** One line as {@code tcpdump -n} would print it; for tools, allocates. */
    public static String describe(final long p, final int lengthBytes) {
        final StringBuilder out = new StringBuilder(160);
        describe(out, p, lengthBytes, 0);
        return out.toString();
    }

    static void describe(final StringBuilder out, final long p, final int lengthBytes, final int depth) {
        Ipv6Text.describe(out, p, lengthBytes, depth);
    }
}
