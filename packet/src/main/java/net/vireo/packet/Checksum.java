// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * The Internet checksum (RFC 1071), its incremental form (RFC 1624) and the IPv4 pseudo-header (RFC 9293 3.1, RFC 768).
 *
 * <p>A <em>sum</em> is a long that still has its carries: sums of parts are added with {@code +} and
 * {@link #finish} folds and inverts once at the end. Parts must start at an even offset of the whole. A <em>checksum</em>
 * is the 16-bit field's value. Any thread, allocates nothing.
 */
public final class Checksum {
    private static final long LOW_32 = 0xffff_ffffL;

    private Checksum() {}

    /** The checksum of a range: 0 when the range holds its own right checksum. */
    public static int of(final long p, final int lengthBytes) {
        return finish(sum(p, lengthBytes));
    }

    /**
     * Sum of a range as network order words, an odd last byte padded with zero.
     *
     * <p>Reads eight bytes at a time in the machine's order and swaps the folded result once: the ones' complement sum
     * does not mind the byte order (RFC 1071 2.B). Carries pile up in the upper half of each accumulator.
     *
     * @param p masked address of the first byte
     * @return 0 to 0xffff
     */
    public static long sum(final long p, final int lengthBytes) {
        long even = 0;
        long odd = 0;
        int at = 0;
        for (; at <= lengthBytes - 32; at += 32) {
            final long w0 = Memory.getLong(p + at);
            final long w1 = Memory.getLong(p + at + 8);
            final long w2 = Memory.getLong(p + at + 16);
            final long w3 = Memory.getLong(p + at + 24);
            even += (w0 & LOW_32) + (w1 & LOW_32) + (w2 & LOW_32) + (w3 & LOW_32);
            odd += (w0 >>> 32) + (w1 >>> 32) + (w2 >>> 32) + (w3 >>> 32);
        }
        for (; at <= lengthBytes - 8; at += 8) {
            even += word(Memory.getLong(p + at));
        }
        return swapped(even + odd + tail(p + at, lengthBytes - at));
    }

    /** The last 0 to 7 bytes, in the machine's order (little endian on the only machine we run on). */
    private static long tail(final long p, final int lengthBytes) {
        long sum = 0;
        int at = 0;
        if ((lengthBytes & 4) != 0) {
            sum = Memory.getInt(p) & LOW_32;
            at = 4;
        }
        if ((lengthBytes & 2) != 0) {
            sum += Memory.getShort(p + at) & 0xffff;
            at += 2;
        }
        if ((lengthBytes & 1) != 0) {
            sum += Memory.getByte(p + at) & 0xff;
        }
        return sum;
    }

    private static int swapped(final long sum) {
        return Short.toUnsignedInt(Short.reverseBytes((short) fold(sum)));
    }

    /** The four 16-bit words of a long that holds eight bytes of the packet, as a sum. */
    public static long word(final long bytes) {
        return (bytes & LOW_32) + (bytes >>> 32);
    }

    /**
     * Sum of the pseudo-header of TCP and UDP over IPv4.
     *
     * @param addresses {@code source << 32 | destination}, as {@link Ipv4#addresses(long)} reads them
     * @param lengthBytes transport header and payload
     */
    public static long pseudoHeader(final long addresses, final int protocol, final int lengthBytes) {
        return word(addresses) + protocol + lengthBytes;
    }

    /** Folds the carries in: 0 to 0xffff. */
    public static int fold(final long sum) {
        final long once = (sum & LOW_32) + (sum >>> 32);
        final long twice = (once & 0xffff) + (once >>> 16 & 0xffff) + (once >>> 32);
        final int thrice = (int) (twice & 0xffff) + (int) (twice >>> 16);
        return (thrice & 0xffff) + (thrice >>> 16);
    }

    /** The field's value for a sum over everything else. */
    public static int finish(final long sum) {
        return ~fold(sum) & 0xffff;
    }

    /**
     * The checksum after one 16-bit word at an even offset changed (RFC 1624, equation 3). A word at an odd offset is
     * passed with both values byte-swapped.
     */
    public static int update16(final int checksum, final int oldWord, final int newWord) {
        final int sum = (~checksum & 0xffff) + (~oldWord & 0xffff) + (newWord & 0xffff);
        final int once = (sum & 0xffff) + (sum >>> 16);
        return ~((once & 0xffff) + (once >>> 16)) & 0xffff;
    }

    /** The checksum after 32 bits at an even offset changed, such as an address. */
    public static int update32(final int checksum, final int oldBits, final int newBits) {
        return finish((~checksum & 0xffff) + (~oldBits & LOW_32) + (newBits & LOW_32));
    }

    /**
     * What a change of eight bytes at an even offset adds to a sum: {@code ~old + new} (RFC 1624). Changes are added with
     * {@code +}; {@link #update} applies their total.
     */
    public static long change64(final long oldBytes, final long newBytes) {
        return word(~oldBytes) + word(newBytes);
    }

    /** {@link #change64} of four bytes; of two, when the upper halves are equal. */
    public static long change32(final int oldBits, final int newBits) {
        return (~oldBits & LOW_32) + (newBits & LOW_32);
    }

    /** The checksum after changes: RFC 1624, equation 3, for any number of words at once. */
    public static int update(final int checksum, final long change) {
        return finish((~checksum & 0xffff) + change);
    }

    /**
     * The field after changes of the pseudo-header, where its sender left the checksum to the device (see {@link #complete}):
     * a folded sum, not inverted.
     */
    public static int updatePartial(final int field, final long change) {
        return fold(field + change);
    }

    /**
     * Completes a checksum that its sender left to the device: the field holds the folded pseudo-header sum (virtio's
     * NEEDS_CSUM, the kernel's CHECKSUM_PARTIAL). A result of 0 is written as 0xffff, which UDP needs and TCP allows.
     *
     * @param p masked address where summing starts (virtio {@code csum_start})
     * @param lengthBytes bytes from there to the end of the packet
     * @param fieldOffset where the field is, from {@code p} (virtio {@code csum_offset})
     * @return {@code lengthBytes}, or {@link Malformed#TRUNCATED} when the field is not in the range
     */
    public static int complete(final long p, final int lengthBytes, final int fieldOffset) {
        if (fieldOffset < 0 || fieldOffset > lengthBytes - 2) {
            return Malformed.TRUNCATED;
        }
        Memory.putShortBe(p + fieldOffset, (short) nonZero(of(p, lengthBytes)));
        return lengthBytes;
    }

    /** 0 becomes its twin 0xffff, because 0 in UDP's field says that there is no checksum (RFC 768). */
    static int nonZero(final int checksum) {
        return checksum == 0 ? 0xffff : checksum;
    }
}
