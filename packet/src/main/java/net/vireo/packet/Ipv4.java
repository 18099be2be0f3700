// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * IPv4 header (RFC 791; TOS as DSCP and ECN: RFC 2474, RFC 3168).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |version|  IHL  |      TOS      |         total length          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |        identification         |0|D|M|    fragment offset      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  time to live |   protocol    |        header checksum        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        source address                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     destination address                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    0 to 40 bytes of options                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code p} is the masked address of the header. Call {@link #check} before any reader: afterwards the header with its
 * options and {@link #totalLengthBytes} bytes are there. The data path reads wide ({@link #head}, {@link #life},
 * {@link #addresses}: three loads for the whole header) and takes fields from those words. Addresses are big-endian ints
 * (10.0.0.1 = 0x0a000001). Any thread; only {@link #describe} allocates.
 */
public final class Ipv4 {
    /** Header without options. */
    public static final int MIN_HEADER_BYTES = 20;

    /** Don't fragment, in the flags and fragment offset field. */
    public static final int DONT_FRAGMENT = 0x4000;

    /** More fragments follow, in the flags and fragment offset field. */
    public static final int MORE_FRAGMENTS = 0x2000;

    private static final int OFFSET_MASK = 0x1fff;
    private static final int ANY_FRAGMENT = MORE_FRAGMENTS | OFFSET_MASK;
    private static final long VERSION_IHL = 0x45L << 56;

    private Ipv4() {}

    /**
     * @param lengthBytes bytes that are there; more than the total length is fine (Ethernet padding)
     * @return header length with options, or {@link Malformed#TRUNCATED}, {@link Malformed#BAD_VERSION},
     *     {@link Malformed#BAD_HEADER_LENGTH}, {@link Malformed#BAD_LENGTH}. The checksum is another question:
     *     {@link #verifyChecksum}
     */
    public static int check(final long p, final int lengthBytes) {
        if (lengthBytes < MIN_HEADER_BYTES) {
            return Malformed.TRUNCATED;
        }
        return checkHead(versionIhlTosLength(p), lengthBytes);
    }

    /** {@link #check} for a caller that has read the first word already and has at least 20 bytes. */
    public static int checkHead(final int versionIhlTosLength, final int lengthBytes) {
        final int headerBytes = versionIhlTosLength >>> 22 & 0x3c;
        final int totalBytes = versionIhlTosLength & 0xffff;
        if (versionIhlTosLength >>> 28 != 4) {
            return Malformed.BAD_VERSION;
        }
        if (headerBytes < MIN_HEADER_BYTES) {
            return Malformed.BAD_HEADER_LENGTH;
        }
        if (totalBytes < headerBytes) {
            return Malformed.BAD_LENGTH;
        }
        return totalBytes > lengthBytes ? Malformed.TRUNCATED : headerBytes;
    }

    /** Wide read, bytes 0 to 3: version, IHL, TOS, total length. */
    public static int versionIhlTosLength(final long p) {
        return Memory.getIntBe(p);
    }

    /** Wide read, bytes 0 to 7: version, IHL, TOS, total length, identification, flags and fragment offset. */
    public static long head(final long p) {
        return Memory.getLongBe(p);
    }

    /** Wide read, bytes 8 to 11: TTL, protocol, checksum. */
    public static int life(final long p) {
        return Memory.getIntBe(p + 8);
    }

    /** Wide read, bytes 12 to 19: {@code source << 32 | destination}. */
    public static long addresses(final long p) {
        return Memory.getLongBe(p + 12);
    }

    public static int headerBytes(final long p) {
        return (Memory.getByte(p) & 0xf) << 2;
    }

    public static int tos(final long p) {
        return Memory.getByte(p + 1) & 0xff;
    }

    /** Header and payload. */
    public static int totalLengthBytes(final long p) {
        return Memory.getShortBe(p + 2) & 0xffff;
    }

    public static int id(final long p) {
        return Memory.getShortBe(p + 4) & 0xffff;
    }

    /** The 16 bits of flags and fragment offset, as on the wire. */
    public static int flagsAndOffset(final long p) {
        return Memory.getShortBe(p + 6) & 0xffff;
    }

    public static boolean dontFragment(final long p) {
        return (flagsAndOffset(p) & DONT_FRAGMENT) != 0;
    }

    public static boolean moreFragments(final long p) {
        return (flagsAndOffset(p) & MORE_FRAGMENTS) != 0;
    }

    /** Where this fragment's payload belongs in the datagram, in bytes. */
    public static int fragmentOffsetBytes(final long p) {
        return (flagsAndOffset(p) & OFFSET_MASK) << 3;
    }

    /** Any fragment, the first included: the payload is not a whole datagram. */
    public static boolean isFragment(final long p) {
        return (flagsAndOffset(p) & ANY_FRAGMENT) != 0;
    }

    /** {@link #isFragment} from the word that {@link #head} read. */
    public static boolean isFragmentOf(final long head) {
        return ((int) head & ANY_FRAGMENT) != 0;
    }

    public static int ttl(final long p) {
        return Memory.getByte(p + 8) & 0xff;
    }

    public static int protocol(final long p) {
        return Memory.getByte(p + 9) & 0xff;
    }

    public static int checksum(final long p) {
        return Memory.getShortBe(p + 10) & 0xffff;
    }

    public static int source(final long p) {
        return Memory.getIntBe(p + 12);
    }

    public static int destination(final long p) {
        return Memory.getIntBe(p + 16);
    }

    /** Offset from {@code p} of the first option of this kind, or -1; a bad option length ends the search. */
    public static int findOption(final long p, final int headerBytes, final int kind) {
        final int at = Options.find(p + MIN_HEADER_BYTES, headerBytes - MIN_HEADER_BYTES, kind);
        return at < 0 ? -1 : at + MIN_HEADER_BYTES;
    }

    /** Sets the total length; the checksum is then wrong until {@link #fillChecksum}. */
    public static void totalLengthBytes(final long p, final int totalBytes) {
        Memory.putShortBe(p + 2, (short) totalBytes);
    }

    /** Sets the header checksum. */
    public static void checksum(final long p, final int checksum) {
        Memory.putShortBe(p + 10, (short) checksum);
    }

    /** Sets both addresses in one store; the checksum is then wrong until {@link #fillChecksum}. */
    public static void addresses(final long p, final long addresses) {
        Memory.putLongBe(p + 12, addresses);
    }

    /**
     * Writes a header without options and with its right checksum: three stores, nothing read.
     *
     * @param totalBytes header and payload
     * @param flagsAndOffset {@link #DONT_FRAGMENT}, {@link #MORE_FRAGMENTS} and the offset in units of 8 bytes
     * @param addresses {@code source << 32 | destination}
     */
    public static void emit(
            final long p,
            final int tos,
            final int totalBytes,
            final int id,
            final int flagsAndOffset,
            final int ttl,
            final int protocol,
            final long addresses) {
        final long head = VERSION_IHL
                | (long) (tos & 0xff) << 48
                | (long) (totalBytes & 0xffff) << 32
                | (long) (id & 0xffff) << 16
                | (flagsAndOffset & 0xffff);
        final int life = ttl << 24 | (protocol & 0xff) << 16;
        Memory.putLongBe(p, head);
        Memory.putIntBe(p + 8, life | Checksum.finish(sum(head, life, addresses)));
        Memory.putLongBe(p + 12, addresses);
    }

    /** Takes one from the TTL and corrects the checksum by RFC 1624; the caller has seen that the TTL is above 0. */
    public static void decrementTtl(final long p) {
        final int old = life(p);
        final int now = old - 0x0100_0000;
        final int checksum = Checksum.update16(old & 0xffff, old >>> 16, now >>> 16);
        Memory.putIntBe(p + 8, now & 0xffff_0000 | checksum);
    }

    /** Computes and writes the header checksum. */
    public static void fillChecksum(final long p) {
        final int life = life(p) & 0xffff_0000;
        Memory.putIntBe(p + 8, life | Checksum.finish(sum(head(p), life, addresses(p)) + optionSum(p)));
    }

    /** True when the header checksum is right. */
    public static boolean verifyChecksum(final long p) {
        return Checksum.finish(sum(head(p), life(p), addresses(p)) + optionSum(p)) == 0;
    }

    /** Sum of the fixed part, from the three words that hold it. */
    private static long sum(final long head, final int life, final long addresses) {
        return Checksum.word(head) + Integer.toUnsignedLong(life) + Checksum.word(addresses);
    }

    private static long optionSum(final long p) {
        final int optionBytes = headerBytes(p) - MIN_HEADER_BYTES;
        return optionBytes == 0 ? 0 : Checksum.sum(p + MIN_HEADER_BYTES, optionBytes);
    }

    /** One line as {@code tcpdump -n} would print it; for tools, allocates. */
    public static String describe(final long p, final int lengthBytes) {
        final StringBuilder out = new StringBuilder(120);
        describe(out, p, lengthBytes, 0);
        return out.toString();
    }

    static void describe(final StringBuilder out, final long p, final int lengthBytes, final int depth) {
        Ipv4Text.describe(out, p, lengthBytes, depth);
    }
}
