// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Icmpv6;
import net.vireo.packet.Ipv6;
import net.vireo.packet.NeighbourDiscovery;
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
 * Decides on IPv6 neighbour discovery inside the overlay (the ND rows of sheet 2.4; RFC 4861): answers solicitations for
 * addresses whose route says so, lets duplicate address detection and everything unknown be flooded, and hands router
 * solicitations to the agent. The solicitation's buffer becomes the advertisement.
 */
final class NdInput implements Node {
    static final int VIF_OUTPUT = 0;
    static final int BRIDGE_INPUT = 1;
    static final int TRAP = 2;

    private static final int MESSAGE_OFFSET = Ipv6.HEADER_BYTES;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;

    NdInput(final Workbench bench) {
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
            final long ip = Memory.base(packets.address(row) + Ethernet.HEADER_BYTES);
            packets.addFlag(row, Packets.FLAG_ARP_DONE);
            if (Ipv6.check(ip, packets.lengthBytes(row) - Ethernet.HEADER_BYTES) < 0
                    || NeighbourDiscovery.check(ip) < 0) {
                edges.drop(row, DropReason.INVALID_ARP);
            } else {
                decide(row, ip, edges);
            }
        }
    }

    private void decide(final int row, final long ip, final Edges edges) {
        switch (Icmpv6.type(Memory.base(ip + MESSAGE_OFFSET))) {
            case Icmpv6.NEIGHBOUR_SOLICITATION -> solicitation(row, ip, edges);
            case Icmpv6.ROUTER_SOLICITATION -> {
                packets.trap(row, TrapReason.L3_PROTOCOLS, packets.vif(row));
                edges.to(TRAP, row);
            }
            // A router advertisement from a guest would make it everybody's gateway.
            case Icmpv6.ROUTER_ADVERTISEMENT -> {
                if (packets.has(row, Packets.FLAG_DECAPSULATED)) {
                    flood(row, edges);
                } else {
                    edges.drop(row, DropReason.ROGUE_ROUTER_ADVERTISEMENT);
                }
            }
            default -> flood(row, edges);
        }
    }

    private void solicitation(final int row, final long ip, final Edges edges) {
        final long nd = Memory.base(ip + MESSAGE_OFFSET);
        final Route route =
                tables.route6(packets.vrf(row), NeighbourDiscovery.targetHigh(nd), NeighbourDiscovery.targetLow(nd));
        packets.forward(row, route);
        // Who asks from :: asks whether somebody else has his address: only that one may answer.
        final long mac = NeighbourDiscovery.isDad(ip) ? 0 : answer(row, route);
        if (mac == 0) {
            flood(row, edges);
        } else {
            advertise(row, ip, mac, edges);
        }
    }

    /** The MAC to answer with, 0 when the question is not for us to answer. */
    private long answer(final int row, final Route route) {
        final boolean fromFabric = packets.has(row, Packets.FLAG_DECAPSULATED);
        final Vif vif = fromFabric ? null : tables.vif(packets.vif(row));
        if (vif != null && vif.has(Vif.FLAG_MAC_PROXY)) {
            return Vif.ROUTER_MAC;
        }
        if ((route.flags() & Route.FLAG_ARP_PROXY) == 0) {
            return 0;
        }
        final Nexthop nexthop = tables.nexthop(route.nexthopId());
        final boolean hosted = nexthop != null && nexthop.action == NexthopAction.ENCAP_ROUTED;
        if (fromFabric && !hosted || vif != null && vif.has(Vif.FLAG_NO_ARP_PROXY)) {
            return 0;
        }
        final long stitched = route.stitchedMac();
        if (stitched != 0 && tables.bridge().find(BridgeKey.of(stitched, packets.vrf(row))) != BridgeTable.NONE) {
            return stitched;
        }
        return (route.flags() & Route.FLAG_ARP_FLOOD) != 0 ? 0 : Vif.ROUTER_MAC;
    }

    private void advertise(final int row, final long ip, final long mac, final Edges edges) {
        final long requester = Ethernet.source(packets.address(row));
        final int flags = NeighbourDiscovery.OVERRIDE | (mac == Vif.ROUTER_MAC ? NeighbourDiscovery.ROUTER : 0);
        // A solicitation may be 8 bytes shorter than its answer; buffers have that room.
        NeighbourDiscovery.answer(ip, mac, flags, ip, NeighbourDiscovery.PACKET_BYTES);
        Ethernet.emit(packets.address(row), requester, mac, EtherType.IPV6);
        packets.lengthBytes(row, Ethernet.HEADER_BYTES + NeighbourDiscovery.PACKET_BYTES);
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

    private void flood(final int row, final Edges edges) {
        final Vif vif = packets.has(row, Packets.FLAG_DECAPSULATED) ? null : tables.vif(packets.vif(row));
        if (vif != null && (vif.flags() & (Vif.FLAG_L2 | Vif.FLAG_L3)) == Vif.FLAG_L3) {
            edges.drop(row, DropReason.ARP_NOT_PROXIED);
        } else {
            edges.to(BRIDGE_INPUT, row);
        }
    }
}
