// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** {@link FlowTuple} of IPv6 packets. */
final class Ipv6Flow {
    private Ipv6Flow() {}

    static long of(final long p, final long walk) {
        final int offset = Ipv6Extensions.transportOffset(walk);
        final int payloadBytes = Ipv6.totalLengthBytes(p) - offset;
        return isError(walk, p + offset, payloadBytes)
                ? ofError(p, offset, payloadBytes)
                : tuple(walk, p + offset, payloadBytes);
    }

    private static boolean isError(final long walk, final long icmp, final int payloadBytes) {
        return Ipv6Extensions.protocol(walk) == IpProtocol.ICMPV6
                && Ipv6Extensions.fragmentOffsetBytes(walk) == 0
                && payloadBytes > 0
                && Icmpv6.isError(Icmpv6.type(icmp));
    }

    private static long tuple(final long walk, final long transport, final int payloadBytes) {
        final int protocol = Ipv6Extensions.protocol(walk);
        if (Ipv6Extensions.fragmentOffsetBytes(walk) > 0) {
            return FlowTuple.laterFragment(protocol, Ipv6Extensions.fragmentId(walk));
        }
        final long ports = FlowPorts.ofIpv6(protocol, transport, payloadBytes);
        if (ports < 0) {
            return ports;
        }
        return Ipv6Extensions.moreFragments(walk)
                ? FlowTuple.headFragment(protocol, (int) ports)
                : FlowTuple.whole(protocol, (int) ports);
    }

    /** A quote is cut short as a rule, so its payload length proves nothing: what counts is what is there. */
    private static long ofError(final long p, final int icmpOffset, final int payloadBytes) {
        final int offset = icmpOffset + Icmpv6.HEADER_BYTES;
        final int thereBytes = payloadBytes - Icmpv6.HEADER_BYTES;
        final long quote = p + offset;
        if (thereBytes < Ipv6.HEADER_BYTES || Ipv6.checkHead(Ipv6.head(quote), Integer.MAX_VALUE) < 0) {
            return Malformed.BAD_QUOTE;
        }
        final int quoteBytes = Math.min(Ipv6.totalLengthBytes(quote), thereBytes);
        final long walk = Ipv6Extensions.walk(quote, quoteBytes);
        if (walk < 0) {
            return Malformed.BAD_QUOTE;
        }
        final int transportOffset = Ipv6Extensions.transportOffset(walk);
        final long transport = quote + transportOffset;
        final int transportBytes = quoteBytes - transportOffset;
        if (isError(walk, transport, transportBytes)) {
            return Malformed.BAD_QUOTE;
        }
        final long tuple = tuple(walk, transport, transportBytes);
        return tuple < 0 ? Malformed.BAD_QUOTE : quoted(tuple, offset);
    }

    private static long quoted(final long tuple, final int offset) {
        final boolean portsTurn =
                FlowTuple.protocol(tuple) != IpProtocol.ICMPV6 && !FlowTuple.needsFragmentTable(tuple);
        return FlowTuple.quoted(tuple, offset, portsTurn);
    }
}
