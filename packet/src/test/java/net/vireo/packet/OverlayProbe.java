// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.packet.fuzz.GuardedBuffer;

/** {@link ViewProbe} of IPv6, tunnels, flows, translation and fragmentation. */
final class OverlayProbe {
    private final GuardedBuffer input;
    private final GuardedBuffer output = new GuardedBuffer(65_536);

    OverlayProbe(final GuardedBuffer input) {
        this.input = input;
    }

    long probe(final byte[] bytes, final int start) {
        final int length = bytes.length - start;
        return readers(input.put(bytes, start), length)
                + descriptions(input.put(bytes, start), length)
                + ipv4(bytes, start)
                + ipv6(bytes, start);
    }

    private static long readers(final long p, final int length) {
        long seen = 0;
        final int gre = Gre.check(p, length);
        if (gre > 0) {
            seen += gre + Gre.protocol(p) + Gre.key(p) + (Gre.verifyChecksum(p, length) ? 1 : 0);
        }
        if (Vxlan.check(p, length) > 0) {
            seen += Vxlan.header(p) + Vxlan.vni(p);
        }
        if (Sctp.check(p, length) > 0) {
            seen += Sctp.ports(p) + Sctp.verificationTag(p);
        }
        if (Icmpv6.check(p, length) > 0) {
            seen += Icmpv6.header(p) + Icmpv6.identifier(p) + Icmpv6.mtuBytes(p);
        }
        return seen + (Ethernet.check(p, length) > 0 ? FlowHash.ofEthernet(p, 1, 2) : 0);
    }

    private static long descriptions(final long p, final int length) {
        return 0L
                + Ipv6.describe(p, length).length()
                + Gre.describe(p, length).length()
                + Vxlan.describe(p, length).length()
                + Sctp.describe(p, length).length()
                + Icmpv6.describe(p, length).length();
    }

    private long ipv4(final byte[] bytes, final int start) {
        final long p = input.put(bytes, start);
        final int header = Ipv4.check(p, bytes.length - start);
        if (header < 0) {
            return header;
        }
        long seen = 0;
        final long tuple = FlowTuple.ofIpv4(p, header);
        if (tuple >= 0) {
            seen += FlowTuple.ports(tuple) + FlowTuple.ipv4Addresses(p, tuple);
        }
        for (final int max : new int[] {20, header + 8, 100, 576, 1500}) {
            seen += cut(p, header, max);
        }
        seen += Nat4.rewrite(p, header, 0x0102_0304_0506_0708L, 0x1122_3344, false);
        return seen + Nat4.rewrite(p, header, 0x0a02_0304_0506_0708L, 0x2122_3344, true);
    }

    /** Every fragment must fit its room, which ends in a hole. */
    private long cut(final long p, final int header, final int max) {
        final long plan = Ipv4Fragmenter.plan(p, header, max);
        long seen = plan;
        // The first, the last and one between: a packet of 64 KB has thousands.
        final int count = Ipv4Fragmenter.count(plan);
        for (int k = 0; k < count; k += Math.max(1, count / 2)) {
            seen += Ipv4Fragmenter.emit(p, plan, k, output.garbage(max));
        }
        return seen;
    }

    private long ipv6(final byte[] bytes, final int start) {
        final int length = bytes.length - start;
        final int room = 40 + length % 1400;
        long seen = Icmpv6Errors.timeExceeded(input.put(bytes, start), length, 1, 2, output.garbage(room), room);
        seen += Icmpv6Errors.packetTooBig(input.put(bytes, start), length, 1400, 1, 2, output.garbage(room), room);
        final long p = input.put(bytes, start);
        if (Ipv6.check(p, length) < 0) {
            return seen;
        }
        seen += Ipv6.head(p) + Ipv6.sourceHigh(p) + Ipv6.sourceLow(p) + Ipv6.destinationHigh(p);
        final int total = Ipv6.totalLengthBytes(p);
        final int message = total - 40;
        if (NeighbourDiscovery.check(p) > 0) {
            seen += NeighbourDiscovery.flags(p + 40);
            seen += message < 24 ? 0 : NeighbourDiscovery.sourceLinkAddress(p + 40, message);
            seen += message < 24 ? 0 : NeighbourDiscovery.answer(p, 3, 0xff, output.garbage(72), 72);
        }
        final long walk = Ipv6Extensions.walk(p, total);
        return walk < 0 ? seen + walk : seen + walked(p, walk, total);
    }

    private static long walked(final long p, final long walk, final int total) {
        long seen = FlowHash.ofIpv6(p, walk, 1, 2);
        final long tuple = FlowTuple.ofIpv6(p, walk);
        if (tuple >= 0) {
            seen += NatTransport.eight(p + FlowTuple.ipv6SourceOffset(tuple) + 8);
            seen += NatTransport.eight(p + FlowTuple.ipv6DestinationOffset(tuple) + 8);
        }
        final int offset = Ipv6Extensions.transportOffset(walk);
        final int protocol = Ipv6Extensions.protocol(walk);
        final int at = TransportChecksum.fieldOffset(protocol);
        if (at >= 0 && total - offset >= at + 2) {
            final long pseudo = Ipv6.pseudoHeaderSum(p, protocol, total - offset);
            seen += TransportChecksum.verify(pseudo, p + offset, protocol, total - offset) ? 1 : 0;
        }
        seen += Nat6.rewrite(p, walk, 1, 2, 3, 4, 0x1122_3344, false);
        return seen + Nat6.rewrite(p, walk, 5, 2, 3, 4, 0x2122_3344, true);
    }

    void close() {
        output.close();
    }
}
