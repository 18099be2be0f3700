// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * Lowers the maximum segment size that a TCP SYN offers, so that full segments fit the tunnel (sheet vrouter-dataplane
 * 2.9; RFC 9293 3.7.1). Any thread, allocates nothing.
 */
public final class TcpMss {
    private TcpMss() {}

    /**
     * Lowers the MSS option of a SYN or SYN-ACK to {@code maxMss} and corrects the checksum (RFC 1624). Never raises it,
     * never adds the option, and leaves everything else alone: other packets, fragments behind the first, headers that do
     * not fit the packet, options whose lengths lie.
     *
     * <p>Not for packets whose checksum is still to be completed by the device: their field covers the pseudo-header only.
     *
     * @param p masked address of the IPv4 header
     * @param lengthBytes bytes that are there
     * @param maxMss 1 to 65535
     * @return true when the packet was changed
     */
    public static boolean clamp(final long p, final int lengthBytes, final int maxMss) {
        final int ipHeaderBytes = Ipv4.check(p, lengthBytes);
        if (ipHeaderBytes < 0 || Ipv4.protocol(p) != IpProtocol.TCP || Ipv4.fragmentOffsetBytes(p) != 0) {
            return false;
        }
        return clampSegment(p + ipHeaderBytes, Ipv4.totalLengthBytes(p) - ipHeaderBytes, maxMss);
    }

    /** {@link #clamp} for a caller that knows the packet as unfragmented TCP; {@code tcp} is the TCP header. */
    public static boolean clampSegment(final long tcp, final int lengthBytes, final int maxMss) {
        final int headerBytes = Tcp.check(tcp, lengthBytes);
        if (headerBytes <= Tcp.MIN_HEADER_BYTES || (Tcp.flags(tcp) & Tcp.SYN) == 0) {
            return false;
        }
        return lower(tcp, Tcp.findMssOption(tcp, headerBytes), maxMss);
    }

    private static boolean lower(final long tcp, final int option, final int maxMss) {
        if (option < 0) {
            return false;
        }
        final int offered = Tcp.mss(tcp, option);
        if (offered <= maxMss) {
            return false;
        }
        Memory.putShortBe(tcp + option + 2, (short) maxMss);
        // Behind an odd number of NOPs the value straddles two words of the sum: swap the bytes (RFC 1071 2.B).
        final boolean straddles = (option & 1) != 0;
        final int oldWord = straddles ? swap(offered) : offered;
        final int newWord = straddles ? swap(maxMss) : maxMss;
        Tcp.checksum(tcp, Checksum.update16(Tcp.checksum(tcp), oldWord, newWord));
        return true;
    }

    private static int swap(final int word) {
        return Short.reverseBytes((short) word) & 0xffff;
    }
}
