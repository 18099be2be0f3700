// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IcmpErrors;
import net.vireo.packet.Icmpv6Errors;
import net.vireo.packet.Ipv6;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Tells a sender, since there is no agent to do it, that its packet does not fit the tunnel (RFC 1191, RFC 8201) or that
 * its time to live ran out (RFC 792, RFC 4443), and drops the packet. The answer's source is the address that the sender
 * wanted to reach: the router has none in a guest's network, and a guest accepts the error from any source because it
 * quotes the packet. Only packets of guests here are answered: the others' routers have their own say.
 */
final class IcmpError implements Node {
    static final int VIF_OUTPUT = 0;

    private static final int LIFE_OFFSET = 8;
    private static final int HOP_LIMIT_OFFSET = 7;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;
    private final IcmpRate rate = new IcmpRate();

    IcmpError(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        counters = bench.counters();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final int nowMs = FlowContext.nowMs();
        for (int i = 0; i < count; i++) {
            final int cause = rows[i];
            if (packets.vif(cause) >= Vif.FIRST_GUEST_INDEX) {
                if (rate.take(nowMs)) {
                    answer(cause, edges);
                } else {
                    counters.add(LcoreCounter.ICMP_ERROR_LIMITED, 1);
                }
            }
            edges.drop(cause, expired(cause) ? DropReason.TTL_EXCEEDED : DropReason.MTU_EXCEEDED);
        }
    }

    private boolean expired(final int cause) {
        return packets.has(cause, Packets.FLAG_TTL_EXPIRED);
    }

    private void answer(final int cause, final Edges edges) {
        final int row = packets.birth(cause);
        if (row == Packets.UNKNOWN) {
            counters.add(LcoreCounter.ICMP_ERROR_NO_BUFFER, 1);
            return;
        }
        counters.add(LcoreCounter.BORN_ICMP_ERROR, 1);
        final long frame = packets.address(row);
        final long out = Memory.base(frame + Ethernet.HEADER_BYTES);
        final boolean ip6 = packets.has(cause, Packets.FLAG_IP6);
        final int lengthBytes = ip6 ? write6(cause, out) : write4(cause, out);
        if (lengthBytes <= 0) {
            // Never an error about an error, a later fragment or a multicast (RFC 1812 4.3.2.7, RFC 4443 2.4 e).
            edges.drop(row, DropReason.ICMP_ERROR);
            return;
        }
        final long guestMac = Ethernet.source(packets.address(cause));
        Ethernet.emit(frame, guestMac, Vif.ROUTER_MAC, ip6 ? EtherType.IPV6 : EtherType.IPV4);
        packets.lengthBytes(row, Ethernet.HEADER_BYTES + lengthBytes);
        packets.txVif(row, packets.vif(cause));
        edges.to(VIF_OUTPUT, row);
    }

    private int write4(final int cause, final long out) {
        final long ip = packets.ip(cause);
        final int lengthBytes = packets.lengthBytes(cause) - (int) (ip - packets.address(cause));
        final int router = (int) packets.addresses(cause);
        if (expired(cause)) {
            return IcmpErrors.timeExceeded(ip, lengthBytes, router, out, IcmpErrors.MAX_BYTES);
        }
        if (!packets.has(cause, Packets.FLAG_BRIDGED)) {
            // The quote shows the packet as it was sent: undo what the route look-up did.
            Memory.putIntBe(ip + LIFE_OFFSET, packets.ipLife(cause));
        }
        return IcmpErrors.fragmentationNeeded(
                ip, lengthBytes, tunnelMtuBytes(cause), router, out, IcmpErrors.MAX_BYTES);
    }

    private int write6(final int cause, final long out) {
        final long ip = packets.ip(cause);
        final int lengthBytes = packets.lengthBytes(cause) - (int) (ip - packets.address(cause));
        final long high = Ipv6.destinationHigh(ip);
        final long low = Ipv6.destinationLow(ip);
        if (expired(cause)) {
            return Icmpv6Errors.timeExceeded(ip, lengthBytes, high, low, out, Icmpv6Errors.MAX_BYTES);
        }
        if (!packets.has(cause, Packets.FLAG_BRIDGED)) {
            Memory.putByte(ip + HOP_LIMIT_OFFSET, (byte) (Ipv6.hopLimit(ip) + 1));
        }
        return Icmpv6Errors.packetTooBig(
                ip, lengthBytes, tunnelMtuBytes(cause), high, low, out, Icmpv6Errors.MAX_BYTES);
    }

    private int tunnelMtuBytes(final int cause) {
        return TunnelMtu.innerMtuBytes(packets, tables, cause);
    }
}
