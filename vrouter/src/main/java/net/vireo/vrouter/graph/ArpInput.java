// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Arp;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.MacAddress;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Decides on ARP inside the overlay: answer it here, let it be flooded, hand it to the agent, or drop it (the decision
 * table of sheet 2.4). The request's buffer becomes the reply.
 */
final class ArpInput implements Node {
    static final int VIF_OUTPUT = 0;
    static final int BRIDGE_INPUT = 1;
    static final int TRAP = 2;
    static final int NEXTHOP = 3;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;
    private final Transmit transmit;
    private final NeighbourProxy proxy;

    ArpInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        counters = bench.counters();
        transmit = bench.transmit();
        proxy = new NeighbourProxy(bench);
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long arp = Memory.base(packets.address(row) + Ethernet.HEADER_BYTES);
            final Vif vif = packets.has(row, Packets.FLAG_DECAPSULATED) ? null : tables.vif(packets.vif(row));
            packets.addFlag(row, Packets.FLAG_ARP_DONE);
            if (Arp.check(arp, packets.lengthBytes(row) - Ethernet.HEADER_BYTES) < 0) {
                edges.drop(row, DropReason.INVALID_ARP);
            } else if (vif != null && isNews(row, vif, arp)) {
                packets.trap(row, TrapReason.MAC_IP_LEARNING, 0);
                edges.to(TRAP, row);
            } else if (Arp.operation(arp) == Arp.REQUEST) {
                request(row, arp, vif, edges);
            } else {
                reply(row, vif, edges);
            }
        }
    }

    /** A guest without an address yet says nothing that could be learnt. */
    private boolean isNews(final int row, final Vif vif, final long arp) {
        final int sender = Arp.senderAddress(arp);
        return sender != 0 && proxy.isNews(row, vif, tables.route(packets.vrf(row), sender), Route.MAX_PREFIX_LENGTH);
    }

    private void request(final int row, final long arp, final Vif vif, final Edges edges) {
        final Route route = tables.route(packets.vrf(row), Arp.targetAddress(arp));
        if (Arp.isGratuitous(arp)) {
            announcement(row, route, vif, edges);
            return;
        }
        switch (proxy.verdict(row, route, vif)) {
            case ANSWER -> answer(row, arp, route, vif, edges);
            case FLOOD -> flood(row, vif, edges);
            case REFUSE -> edges.drop(row, DropReason.INVALID_ARP);
        }
    }

    /** Who announces his address wants no answer. */
    private void announcement(final int row, final Route route, final Vif vif, final Edges edges) {
        if (vif != null && vif.has(Vif.FLAG_MAC_PROXY)) {
            edges.drop(row, DropReason.INVALID_ARP);
            return;
        }
        if (vif != null && (route.flags() & Route.FLAG_ARP_TRAP) != 0) {
            copyToAgent(row, edges);
        }
        flood(row, vif, edges);
    }

    private void answer(final int row, final long arp, final Route route, final Vif vif, final Edges edges) {
        final long mac = proxy.mac(row, route, vif);
        final long requester = Arp.senderMac(arp);
        final int requesterAddress = Arp.senderAddress(arp);
        final int asked = Arp.targetAddress(arp);
        packets.forward(row, route);
        Arp.emit(arp, Arp.REPLY, mac, asked, requester, requesterAddress);
        Ethernet.emit(arp - Ethernet.HEADER_BYTES, requester, mac, EtherType.ARP);
        packets.lengthBytes(row, Ethernet.HEADER_BYTES + Arp.HEADER_BYTES);
        packets.clearOffload(row);
        packets.addFlag(row, Packets.FLAG_BORN);
        counters.add(LcoreCounter.CONSUMED_ARP_REQUEST, 1);
        counters.add(LcoreCounter.BORN_ARP_REPLY, 1);
        if (vif == null) {
            packets.removeFlag(row, Packets.FLAG_DECAPSULATED);
            edges.to(BRIDGE_INPUT, row);
        } else {
            packets.txVif(row, packets.vif(row));
            edges.to(VIF_OUTPUT, row);
        }
    }

    private void flood(final int row, final Vif vif, final Edges edges) {
        if (vif != null && vif.has(Vif.FLAG_SERVICE)) {
            edges.drop(row, DropReason.INVALID_ARP);
        } else if (vif != null && (vif.flags() & (Vif.FLAG_L2 | Vif.FLAG_L3)) == Vif.FLAG_L3) {
            edges.drop(row, DropReason.ARP_NOT_PROXIED);
        } else {
            proxy.flooded(row, vif);
            edges.to(isInGroup(packets, tables, row) ? NEXTHOP : BRIDGE_INPUT, row);
        }
    }

    /** A label has led it to a multicast group already, which was about to copy it. */
    static boolean isInGroup(final Packets packets, final Tables tables, final int row) {
        final Nexthop led = packets.has(row, Packets.FLAG_DECAPSULATED) ? tables.nexthop(packets.nexthopId(row)) : null;
        return led != null && led.action == NexthopAction.REPLICATE;
    }

    /** A reply to the router is the agent's; one to everybody is shown to it; all others are bridged. */
    private void reply(final int row, final Vif vif, final Edges edges) {
        final long destination = Ethernet.destination(packets.address(row));
        if (vif != null && destination == Vif.ROUTER_MAC) {
            packets.trap(row, TrapReason.ARP, 0);
            edges.to(TRAP, row);
            return;
        }
        if (vif != null && MacAddress.isMulticast(destination)) {
            copyToAgent(row, edges);
        }
        flood(row, vif, edges);
    }

    private void copyToAgent(final int row, final Edges edges) {
        final int copy = transmit.hasAgent() ? packets.copy(row) : Packets.UNKNOWN;
        if (copy != Packets.UNKNOWN) {
            counters.add(LcoreCounter.BORN_COPY, 1);
            packets.trap(copy, TrapReason.ARP, 0);
            edges.to(TRAP, copy);
        }
    }
}
