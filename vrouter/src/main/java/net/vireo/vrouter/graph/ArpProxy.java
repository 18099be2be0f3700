// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Arp;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Answers guests' ARP requests with the router's MAC for addresses whose route says so (sheet 2.4, steps B to D without
 * a bridge table). The request's buffer becomes the reply.
 */
final class ArpProxy implements Node {
    static final int VIF_OUTPUT = 0;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;

    ArpProxy(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        counters = bench.counters();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long arp = Memory.base(packets.address(row) + Ethernet.HEADER_BYTES);
            final DropReason refusal = refusal(arp, row);
            if (refusal != null) {
                edges.drop(row, refusal);
            } else {
                reply(arp, row);
                edges.to(VIF_OUTPUT, row);
            }
        }
    }

    /** Why this is not answered, or null when it is. */
    private DropReason refusal(final long arp, final int row) {
        if (Arp.check(arp, packets.lengthBytes(row) - Ethernet.HEADER_BYTES) < 0) {
            return DropReason.INVALID_ARP;
        }
        if (Arp.operation(arp) != Arp.REQUEST || Arp.isGratuitous(arp)) {
            return DropReason.ARP_UNEXPECTED;
        }
        final Route route = tables.route(packets.vrf(row), Arp.targetAddress(arp));
        packets.forward(row, route);
        final int asked = route.flags() & (Route.FLAG_ARP_PROXY | Route.FLAG_ARP_FLOOD);
        return asked == Route.FLAG_ARP_PROXY ? null : DropReason.ARP_NOT_PROXIED;
    }

    private void reply(final long arp, final int row) {
        final long requester = Arp.senderMac(arp);
        final int requesterAddress = Arp.senderAddress(arp);
        final int asked = Arp.targetAddress(arp);
        Arp.emit(arp, Arp.REPLY, Vif.ROUTER_MAC, asked, requester, requesterAddress);
        Ethernet.emit(arp - Ethernet.HEADER_BYTES, requester, Vif.ROUTER_MAC, EtherType.ARP);
        packets.lengthBytes(row, Ethernet.HEADER_BYTES + Arp.HEADER_BYTES);
        packets.addFlag(row, Packets.FLAG_BORN);
        packets.txVif(row, packets.vif(row));
        counters.add(LcoreCounter.CONSUMED_ARP_REQUEST, 1);
        counters.add(LcoreCounter.BORN_ARP_REPLY, 1);
    }
}
