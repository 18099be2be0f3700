// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.filter;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.FlowTuple;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Ipv6Extensions;

/** What filters ask packets for. Every length is checked; what is not sound has no fields. */
final class Fields {
    /** There is no such field. */
    static final int NONE = -1;

    private static final long NO_TUPLE = -1;
    private static final int SCTP = 132;

    private Fields() {}

    /** Protocol and ports as {@link FlowTuple} has them, or less than 0. */
    private static long tuple(final int type, final long p, final int lengthBytes) {
        final long base = Memory.base(p);
        if (type == EtherType.IPV4) {
            final int headerBytes = Ipv4.check(base, lengthBytes);
            return headerBytes < 0 ? NO_TUPLE : FlowTuple.ofIpv4(base, headerBytes);
        }
        if (type == EtherType.IPV6 && Ipv6.check(base, lengthBytes) >= 0) {
            final long walk = Ipv6Extensions.walk(base, Ipv6.totalLengthBytes(base));
            return walk < 0 ? NO_TUPLE : FlowTuple.ofIpv6(base, walk);
        }
        return NO_TUPLE;
    }

    static int protocol(final int type, final long p, final int lengthBytes) {
        final long tuple = tuple(type, p, lengthBytes);
        if (tuple >= 0) {
            return FlowTuple.isIcmpError(tuple)
                    ? type == EtherType.IPV4 ? IpProtocol.ICMP : IpProtocol.ICMPV6
                    : FlowTuple.protocol(tuple);
        }
        return NONE;
    }

    /** @return the port, or {@link #NONE} for protocols and fragments without */
    static int port(final int type, final long p, final int lengthBytes, final boolean source) {
        final long tuple = tuple(type, p, lengthBytes);
        if (tuple < 0 || FlowTuple.isIcmpError(tuple) || FlowTuple.needsFragmentTable(tuple)) {
            return NONE;
        }
        final int protocol = FlowTuple.protocol(tuple);
        if (protocol != IpProtocol.TCP && protocol != IpProtocol.UDP && protocol != SCTP) {
            return NONE;
        }
        return source ? FlowTuple.sourcePort(tuple) : FlowTuple.destinationPort(tuple);
    }

    /** Whether an address of a sound IPv4 or ARP packet is in a prefix. */
    static boolean inNet4(
            final int type, final long p, final int lengthBytes, final boolean source, final int net, final int mask) {
        final long base = Memory.base(p);
        if (type == EtherType.IPV4 && Ipv4.check(base, lengthBytes) >= 0) {
            return ((source ? Ipv4.source(base) : Ipv4.destination(base)) & mask) == net;
        }
        if (type == EtherType.ARP && lengthBytes >= ARP_BYTES) {
            return (Memory.getIntBe(base + (source ? ARP_SENDER : ARP_TARGET)) & mask) == net;
        }
        return false;
    }

    private static final int ARP_BYTES = 28;
    private static final int ARP_SENDER = 14;
    private static final int ARP_TARGET = 24;

    /** Whether an address of a sound IPv6 packet is in a prefix. */
    static boolean inNet6(
            final int type,
            final long p,
            final int lengthBytes,
            final boolean source,
            final long high,
            final long low,
            final long maskHigh,
            final long maskLow) {
        final long base = Memory.base(p);
        if (type != EtherType.IPV6 || Ipv6.check(base, lengthBytes) < 0) {
            return false;
        }
        return source
                ? (Ipv6.sourceHigh(base) & maskHigh) == high && (Ipv6.sourceLow(base) & maskLow) == low
                : (Ipv6.destinationHigh(base) & maskHigh) == high && (Ipv6.destinationLow(base) & maskLow) == low;
    }
}
