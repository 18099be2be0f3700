// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import net.vireo.packet.Checksum;
import net.vireo.packet.Ipv6Address;

/**
 * The Internet checksum's sums (RFC 1071) over bytes on the heap. {@link Checksum#finish} makes a checksum of a sum; parts
 * are added with {@code +}. Any thread.
 */
public final class InternetSum {
    private InternetSum() {}

    /** Sum of a range as network order words, an odd last byte padded with zero. */
    public static long of(final byte[] bytes, final int from, final int count) {
        long sum = 0;
        int at = from;
        for (; at < from + count - 1; at += 2) {
            sum += (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
        }
        return at < from + count ? sum + ((bytes[at] & 0xff) << 8) : sum;
    }

    /** Sum of IPv4's pseudo-header. */
    public static long pseudo4(final int source, final int destination, final int protocol, final int lengthBytes) {
        return Checksum.pseudoHeader((long) source << 32 | destination & 0xffff_ffffL, protocol, lengthBytes);
    }

    /** Sum of IPv6's pseudo-header (RFC 8200 8.1). */
    public static long pseudo6(
            final Ipv6Address source, final Ipv6Address destination, final int protocol, final int lengthBytes) {
        return Checksum.word(source.high())
                + Checksum.word(source.low())
                + Checksum.word(destination.high())
                + Checksum.word(destination.low())
                + protocol
                + lengthBytes;
    }

    /**
     * Whether a transport checksum is right, or was left to the device by its sender: the field then holds the folded sum of
     * the pseudo-header (the kernel's CHECKSUM_PARTIAL), and the bytes have not left this machine.
     *
     * @param pseudo sum of the pseudo-header
     * @param field the checksum as it stands in the bytes
     * @param sum sum of the bytes, the field included
     */
    public static boolean accepts(final long pseudo, final int field, final long sum) {
        return Checksum.finish(pseudo + sum) == 0 || field == Checksum.fold(pseudo);
    }

    /** 0 becomes 0xffff, because 0 in UDP's field says that there is none (RFC 768, RFC 8200 8.1). */
    public static int nonZero(final int checksum) {
        return checksum == 0 ? 0xffff : checksum;
    }
}
