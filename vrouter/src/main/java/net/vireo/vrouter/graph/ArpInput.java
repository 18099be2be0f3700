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
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeTable;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Decides on ARP inside the overlay: answer it here, let the bridge flood it, hand it to the agent, or drop it (the
 * decision table of sheet 2.4). The request's buffer becomes the reply.
 */
final class ArpInput implements Node {
    static final int VIF_OUTPUT = 0;
    static final int BRIDGE_INPUT = 1;
    static final int TRAP = 2;

    /** What to do with a request. */
    enum Verdict {
        ANSWER,
        FLOOD,
        /** A copy for the agent, and flood. */
        MIRROR,
        REFUSE
    }

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;
    private final Transmit transmit;

    ArpInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        counters = bench.counters();
        transmit = bench.transmit();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long arp = Memory.base(packets.address(row) + Ethernet.HEADER_BYTES);
            packets.addFlag(row, Packets.FLAG_ARP_DONE);
            if (Arp.check(arp, packets.lengthBytes(row) - Ethernet.HEADER_BYTES) < 0) {
                edges.drop(row, DropReason.INVALID_ARP);
            } else if (Arp.operation(arp) == Arp.REQUEST) {
                request(row, arp, edges);
            } else {
                reply(row, edges);
            }
        }
    }

    private void request(final int row, final long arp, final Edges edges) {
        final Route route = tables.route(packets.vrf(row), Arp.targetAddress(arp));
        packets.forward(row, route);
        final Vif vif = tables.vif(packets.vif(row));
        switch (verdict(row, arp, route, vif)) {
            case ANSWER -> answer(row, arp, route, edges);
            case FLOOD -> flood(row, vif, edges);
            case MIRROR -> {
                copyToAgent(row, edges);
                flood(row, vif, edges);
            }
            case REFUSE -> edges.drop(row, DropReason.INVALID_ARP);
        }
    }

    /** Steps B and C of the sheet's table, for requests of the overlay. */
    private Verdict verdict(final int row, final long arp, final Route route, final Vif vif) {
        final boolean fromFabric = packets.has(row, Packets.FLAG_DECAPSULATED);
        final boolean proxiesAll = !fromFabric && vif != null && vif.has(Vif.FLAG_MAC_PROXY);
        if (Arp.isGratuitous(arp)) {
            if (proxiesAll) {
                return Verdict.REFUSE;
            }
            final boolean trapped = !fromFabric && (route.flags() & Route.FLAG_ARP_TRAP) != 0;
            return trapped ? Verdict.MIRROR : Verdict.FLOOD;
        }
        if (proxiesAll) {
            return Verdict.ANSWER;
        }
        if ((route.flags() & Route.FLAG_ARP_PROXY) == 0) {
            return Verdict.FLOOD;
        }
        final Nexthop nexthop = tables.nexthop(route.nexthopId());
        final boolean gateway = nexthop != null && nexthop.action == NexthopAction.TRAP;
        if (!fromFabric && vif != null && vif.has(Vif.FLAG_NO_ARP_PROXY) && !gateway) {
            return Verdict.REFUSE;
        }
        if (fromFabric && gateway) {
            return Verdict.REFUSE;
        }
        if (stitchedMac(row, route) == 0 && (route.flags() & Route.FLAG_ARP_FLOOD) != 0) {
            return Verdict.FLOOD;
        }
        // From the fabric only those who live here are answered for: their own node has asked everybody.
        final boolean hosted = nexthop != null && nexthop.action == NexthopAction.ENCAP_ROUTED;
        return fromFabric && !hosted ? Verdict.FLOOD : Verdict.ANSWER;
    }

    /** The address's own MAC, if the route names one and the bridge knows it; else 0. */
    private long stitchedMac(final int row, final Route route) {
        final long mac = route.stitchedMac();
        return mac != 0 && tables.bridge().find(BridgeKey.of(mac, packets.vrf(row))) != BridgeTable.NONE ? mac : 0;
    }

    private void answer(final int row, final long arp, final Route route, final Edges edges) {
        final long stitched = stitchedMac(row, route);
        final long mac = stitched == 0 ? Vif.ROUTER_MAC : stitched;
        final long requester = Arp.senderMac(arp);
        final int requesterAddress = Arp.senderAddress(arp);
        final int asked = Arp.targetAddress(arp);
        Arp.emit(arp, Arp.REPLY, mac, asked, requester, requesterAddress);
        Ethernet.emit(arp - Ethernet.HEADER_BYTES, requester, mac, EtherType.ARP);
        packets.lengthBytes(row, Ethernet.HEADER_BYTES + Arp.HEADER_BYTES);
        packets.addFlag(row, Packets.FLAG_BORN);
        counters.add(LcoreCounter.CONSUMED_ARP_REQUEST, 1);
        counters.add(LcoreCounter.BORN_ARP_REPLY, 1);
        if (packets.has(row, Packets.FLAG_DECAPSULATED)) {
            packets.removeFlag(row, Packets.FLAG_DECAPSULATED);
            edges.to(BRIDGE_INPUT, row);
        } else {
            packets.txVif(row, packets.vif(row));
            edges.to(VIF_OUTPUT, row);
        }
    }

    private void flood(final int row, final Vif vif, final Edges edges) {
        final boolean bridged = packets.has(row, Packets.FLAG_DECAPSULATED)
                || vif != null && (vif.flags() & (Vif.FLAG_L2 | Vif.FLAG_L3)) != Vif.FLAG_L3;
        if (bridged) {
            edges.to(BRIDGE_INPUT, row);
        } else {
            edges.drop(row, DropReason.ARP_NOT_PROXIED);
        }
    }

    /** A reply to the router is the agent's; one to everybody is shown to it; all others are bridged. */
    private void reply(final int row, final Edges edges) {
        final long destination = Ethernet.destination(packets.address(row));
        if (packets.has(row, Packets.FLAG_DECAPSULATED)) {
            edges.to(BRIDGE_INPUT, row);
        } else if (destination == Vif.ROUTER_MAC) {
            packets.trap(row, TrapReason.ARP, 0);
            edges.to(TRAP, row);
        } else {
            if (MacAddress.isMulticast(destination)) {
                copyToAgent(row, edges);
            }
            flood(row, tables.vif(packets.vif(row)), edges);
        }
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
