// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/**
 * Network address translation of an IPv4 packet: gives it the addresses and ports of another flow and corrects every checksum
 * by what changed (RFC 1624, equation 3), without reading the payload (sheet vrouter-dataplane 2.10).
 *
 * <ul>
 *   <li>TCP, UDP: addresses and ports. UDP's checksum 0, "none", stays; a computed 0 becomes 0xffff.
 *   <li>ICMP echo: the source port is the identifier; the destination port, the type, is never written.
 *   <li>ICMP errors: the quoted packet travelled the other way, so its addresses and ports are given those of the flow
 *       reversed, with its header's and its transport's checksum where the quote shows them. The outer addresses change only
 *       where the flow's change: an error from a router on the way keeps its source unless the flow's source is translated.
 *   <li>Fragments behind the first, other protocols: addresses. SCTP's ports cannot be changed without its CRC32c.
 * </ul>
 *
 * <p>{@code partial} says that the sender left the transport checksum to a device and the field holds the pseudo-header's sum
 * (virtio's NEEDS_CSUM): it is then corrected by the addresses alone and not inverted. Either everything is changed or nothing.
 * Any thread, allocates nothing.
 */
public final class Nat4 {
    private Nat4() {}

    /**
     * @param p masked address of an IPv4 header that passed {@link Ipv4#check}
     * @param headerBytes what the check returned
     * @param addresses the new {@code source << 32 | destination}; an unchanged one as it was in the flow ({@link FlowTuple})
     * @param ports the new {@code source << 16 | destination}, as {@link FlowTuple#ports} names them; not looked at for
     *     fragments behind the first and protocols without ports
     * @param partial the transport checksum is still to be completed
     * @return {@code headerBytes}, or {@link Malformed#TRUNCATED}, {@link Malformed#BAD_QUOTE}, {@link Malformed#UNSUPPORTED}
     *     (other ports for SCTP), and the packet as it was
     */
    public static int rewrite(
            final long p, final int headerBytes, final long addresses, final int ports, final boolean partial) {
        final long tuple = FlowTuple.ofIpv4(p, headerBytes);
        if (tuple < 0) {
            return (int) tuple;
        }
        final int protocol = FlowTuple.protocol(tuple);
        if (protocol == IpProtocol.SCTP && ports != FlowTuple.ports(tuple) && !FlowTuple.needsFragmentTable(tuple)) {
            return Malformed.UNSUPPORTED;
        }
        return FlowTuple.isIcmpError(tuple)
                ? Nat4Error.rewrite(p, headerBytes, tuple, addresses, ports)
                : rewritePacket(p, headerBytes, tuple, addresses, ports, partial);
    }

    private static int rewritePacket(
            final long p,
            final int headerBytes,
            final long tuple,
            final long addresses,
            final int ports,
            final boolean partial) {
        final long change = Checksum.change64(Ipv4.addresses(p), addresses);
        if (!FlowTuple.needsFragmentTable(tuple)) {
            final int protocol = FlowTuple.protocol(tuple);
            final int lengthBytes = Ipv4.totalLengthBytes(p) - headerBytes;
            final long pseudoChange = protocol == IpProtocol.ICMP ? 0 : change;
            final long transport = p + headerBytes;
            if (!NatTransport.rewrite(transport, lengthBytes, protocol, ports, pseudoChange, partial)) {
                return Malformed.TRUNCATED;
            }
        }
        rewriteHeader(p, addresses, change);
        return headerBytes;
    }

    static void rewriteHeader(final long p, final long addresses, final long change) {
        Ipv4.checksum(p, Checksum.update(Ipv4.checksum(p), change));
        Ipv4.addresses(p, addresses);
    }
}
