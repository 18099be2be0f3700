// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/**
 * Network address translation of an IPv6 packet; everything that {@link Nat4} says holds here too, but that there is no header
 * checksum and ICMPv6's checksum covers the addresses. A routing header with segments left is not looked at. Any thread,
 * allocates nothing.
 */
public final class Nat6 {
    private Nat6() {}

    /**
     * @param p masked address of an IPv6 header that passed {@link Ipv6#check}
     * @param walk its {@link Ipv6Extensions#walk}, not negative
     * @param sourceHigh the new source, first half; an unchanged address as it was in the flow ({@link FlowTuple})
     * @param sourceLow second half
     * @param destinationHigh the new destination, first half
     * @param destinationLow second half
     * @param ports the new {@code source << 16 | destination}, as {@link FlowTuple#ports} names them; not looked at for
     *     fragments behind the first and protocols without ports
     * @param partial the transport checksum is still to be completed
     * @return offset of the transport header, or {@link Malformed#TRUNCATED}, {@link Malformed#BAD_QUOTE},
     *     {@link Malformed#UNSUPPORTED} (other ports for SCTP), and the packet as it was
     */
    public static int rewrite(
            final long p,
            final long walk,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports,
            final boolean partial) {
        final long tuple = FlowTuple.ofIpv6(p, walk);
        if (tuple < 0) {
            return (int) tuple;
        }
        final boolean hasPorts = !FlowTuple.needsFragmentTable(tuple);
        if (FlowTuple.protocol(tuple) == IpProtocol.SCTP && hasPorts && ports != FlowTuple.ports(tuple)) {
            return Malformed.UNSUPPORTED;
        }
        final int offset = Ipv6Extensions.transportOffset(walk);
        if (FlowTuple.isIcmpError(tuple)) {
            return Nat6Error.rewrite(
                    p, offset, tuple, sourceHigh, sourceLow, destinationHigh, destinationLow, ports, partial);
        }
        if (hasPorts) {
            final long change = addressChange(p + 8, sourceHigh, sourceLow)
                    + addressChange(p + 24, destinationHigh, destinationLow);
            final int lengthBytes = Ipv6.totalLengthBytes(p) - offset;
            final int protocol = FlowTuple.protocol(tuple);
            if (!NatTransport.rewrite(p + offset, lengthBytes, protocol, ports, change, partial)) {
                return Malformed.TRUNCATED;
            }
        }
        Ipv6.source(p, sourceHigh, sourceLow);
        Ipv6.destination(p, destinationHigh, destinationLow);
        return offset;
    }

    /** What a new address adds to a sum over the old one, which is at {@code at}. */
    static long addressChange(final long at, final long high, final long low) {
        return Checksum.change64(NatTransport.eight(at), high) + Checksum.change64(NatTransport.eight(at + 8), low);
    }
}
