// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** {@link FlowTuple} of IPv4 packets. */
final class Ipv4Flow {
    private static final int OFFSET_MASK = 0x1fff;

    private Ipv4Flow() {}

    static long of(final long p, final int headerBytes) {
        final long head = Ipv4.head(p);
        final int payloadBytes = ((int) (head >>> 32) & 0xffff) - headerBytes;
        final int protocol = Ipv4.protocol(p);
        if (protocol == IpProtocol.ICMP && isError(head, p + headerBytes, payloadBytes)) {
            return ofError(p, headerBytes, payloadBytes);
        }
        return tuple(head, protocol, p + headerBytes, payloadBytes);
    }

    private static boolean isError(final long head, final long icmp, final int payloadBytes) {
        return ((int) head & OFFSET_MASK) == 0 && payloadBytes > 0 && Icmp.isError(Icmp.type(icmp));
    }

    private static long tuple(final long head, final int protocol, final long transport, final int payloadBytes) {
        if (((int) head & OFFSET_MASK) != 0) {
            return FlowTuple.laterFragment(protocol, (int) head >>> 16);
        }
        final long ports = FlowPorts.ofIpv4(protocol, transport, payloadBytes);
        if (ports < 0) {
            return ports;
        }
        return ((int) head & Ipv4.MORE_FRAGMENTS) != 0
                ? FlowTuple.headFragment(protocol, (int) ports)
                : FlowTuple.whole(protocol, (int) ports);
    }

    /** A quote is cut short as a rule, so its total length proves nothing: what counts is what is there. */
    private static long ofError(final long p, final int headerBytes, final int payloadBytes) {
        final int offset = headerBytes + Icmp.HEADER_BYTES;
        final int thereBytes = payloadBytes - Icmp.HEADER_BYTES;
        if (thereBytes < Ipv4.MIN_HEADER_BYTES) {
            return Malformed.BAD_QUOTE;
        }
        final long quote = p + offset;
        final long head = Ipv4.head(quote);
        final int quoteHeaderBytes = Ipv4.checkHead((int) (head >>> 32), 0xffff);
        final int protocol = Ipv4.protocol(quote);
        if (quoteHeaderBytes < 0 || quoteHeaderBytes > thereBytes) {
            return Malformed.BAD_QUOTE;
        }
        final long transport = quote + quoteHeaderBytes;
        final int transportBytes = Math.min((int) (head >>> 32) & 0xffff, thereBytes) - quoteHeaderBytes;
        if (protocol == IpProtocol.ICMP && isError(head, transport, transportBytes)) {
            return Malformed.BAD_QUOTE;
        }
        final long tuple = tuple(head, protocol, transport, transportBytes);
        return tuple < 0 ? Malformed.BAD_QUOTE : quoted(tuple, offset, protocol);
    }

    private static long quoted(final long tuple, final int offset, final int protocol) {
        final boolean portsTurn = protocol != IpProtocol.ICMP && !FlowTuple.needsFragmentTable(tuple);
        return FlowTuple.quoted(tuple, offset, portsTurn);
    }
}
