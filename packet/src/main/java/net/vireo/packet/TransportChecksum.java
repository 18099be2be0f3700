// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * The checksum of TCP, UDP, ICMP and ICMPv6, whatever address family carries them: the caller brings the pseudo-header's
 * sum ({@link Checksum#pseudoHeader}, {@link Ipv6#pseudoHeaderSum}; 0 for ICMP over IPv4, which has none).
 *
 * <p>Callers have proven that {@code lengthBytes} hold the transport's header. Never for fragments. SCTP's CRC32c is not a
 * sum and not here. Completing what a sender left to the device is {@link Checksum#complete}. Any thread, allocates nothing.
 */
public final class TransportChecksum {
    private static final int TCP_OFFSET = 16;
    private static final int UDP_OFFSET = 6;
    private static final int ICMP_OFFSET = 2;

    private TransportChecksum() {}

    /** Where the field is, from the transport header on; -1 for protocols without such a checksum. */
    public static int fieldOffset(final int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> TCP_OFFSET;
            case IpProtocol.UDP -> UDP_OFFSET;
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> ICMP_OFFSET;
            default -> -1;
        };
    }

    /**
     * True when the checksum is right. UDP's 0, "none", is not: over IPv6 it is forbidden (RFC 8200 8.1) but for tunnels
     * (RFC 6935), over IPv4 {@link Udp#verifyChecksum} knows it.
     *
     * @param p masked address of the transport header
     * @param lengthBytes header and payload
     */
    public static boolean verify(final long pseudoHeaderSum, final long p, final int protocol, final int lengthBytes) {
        if (protocol == IpProtocol.UDP && Udp.checksum(p) == 0) {
            return false;
        }
        return Checksum.finish(pseudoHeaderSum + Checksum.sum(p, lengthBytes)) == 0;
    }

    /** Computes and writes the checksum; parameters as for {@link #verify}. */
    public static void fill(final long pseudoHeaderSum, final long p, final int protocol, final int lengthBytes) {
        final long field = p + fieldOffset(protocol);
        Memory.putShortBe(field, (short) 0);
        final int checksum = Checksum.finish(pseudoHeaderSum + Checksum.sum(p, lengthBytes));
        Memory.putShortBe(field, (short) (protocol == IpProtocol.UDP ? Checksum.nonZero(checksum) : checksum));
    }

    /** Writes the folded pseudo-header sum, not inverted, for {@link Checksum#complete} or a device to complete. */
    public static void fillPartial(final long pseudoHeaderSum, final long p, final int protocol) {
        Memory.putShortBe(p + fieldOffset(protocol), (short) Checksum.fold(pseudoHeaderSum));
    }
}
