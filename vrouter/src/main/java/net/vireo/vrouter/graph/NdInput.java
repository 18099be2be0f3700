// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Icmpv6;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Ipv6Address;
import net.vireo.packet.MacAddress;
import net.vireo.packet.NeighbourDiscovery;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
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
    static final int NEXTHOP = 3;

    private static final int MESSAGE_OFFSET = Ipv6.HEADER_BYTES;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;
    private final Transmit transmit;
    private final NeighbourProxy proxy;

    NdInput(final Workbench bench) {
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
        final Vif vif = packets.has(row, Packets.FLAG_DECAPSULATED) ? null : tables.vif(packets.vif(row));
        final int type = Icmpv6.type(Memory.base(ip + MESSAGE_OFFSET));
        if (vif != null && isNews(row, vif, ip, type)) {
            trap(row, TrapReason.MAC_IP_LEARNING, 0, edges);
            return;
        }
        switch (type) {
            case Icmpv6.NEIGHBOUR_SOLICITATION -> solicitation(row, ip, vif, edges);
            case Icmpv6.NEIGHBOUR_ADVERTISEMENT -> advertisement(row, vif, edges);
            case Icmpv6.ROUTER_SOLICITATION -> trap(row, TrapReason.L3_PROTOCOLS, packets.vif(row), edges);
            // A router advertisement from a guest would make it everybody's gateway.
            case Icmpv6.ROUTER_ADVERTISEMENT -> {
                if (vif == null) {
                    flood(row, null, edges);
                } else {
                    edges.drop(row, DropReason.ROGUE_ROUTER_ADVERTISEMENT);
                }
            }
            default -> flood(row, vif, edges);
        }
    }

    /** Who looks for an address of his own (RFC 4862 5.4) says nothing that could be learnt. */
    private boolean isNews(final int row, final Vif vif, final long ip, final int type) {
        final boolean neighbour = type == Icmpv6.NEIGHBOUR_SOLICITATION || type == Icmpv6.NEIGHBOUR_ADVERTISEMENT;
        final long high = Ipv6.sourceHigh(ip);
        return neighbour
                && !NeighbourDiscovery.isDad(ip)
                && !Ipv6Address.isLinkLocal(high)
                && proxy.isNews(
                        row, vif, tables.route6(packets.vrf(row), high, Ipv6.sourceLow(ip)), Route.MAX_PREFIX_LENGTH_6);
    }

    private void trap(final int row, final TrapReason reason, final int parameter, final Edges edges) {
        packets.trap(row, reason, parameter);
        edges.to(TRAP, row);
    }

    private void solicitation(final int row, final long ip, final Vif vif, final Edges edges) {
        // Who asks from :: asks whether somebody else has his address: only that one may answer.
        if (NeighbourDiscovery.isDad(ip)) {
            flood(row, vif, edges);
            return;
        }
        final long nd = Memory.base(ip + MESSAGE_OFFSET);
        final Route route =
                tables.route6(packets.vrf(row), NeighbourDiscovery.targetHigh(nd), NeighbourDiscovery.targetLow(nd));
        switch (proxy.verdict(row, route, vif)) {
            case ANSWER -> {
                packets.forward(row, route);
                advertise(row, ip, proxy.mac(row, route, vif), vif, edges);
            }
            case FLOOD -> flood(row, vif, edges);
            case REFUSE -> edges.drop(row, DropReason.INVALID_ARP);
        }
    }

    /** One to the router is the agent's; one to everybody is shown to it; all others are bridged. */
    private void advertisement(final int row, final Vif vif, final Edges edges) {
        final long destination = Ethernet.destination(packets.address(row));
        if (vif != null && destination == Vif.ROUTER_MAC) {
            trap(row, TrapReason.L3_PROTOCOLS, packets.vif(row), edges);
            return;
        }
        final boolean shown = vif != null && MacAddress.isMulticast(destination) && transmit.reaches(Vif.AGENT_INDEX);
        final int copy = shown ? packets.copy(row) : Packets.UNKNOWN;
        if (copy != Packets.UNKNOWN) {
            counters.add(LcoreCounter.BORN_COPY, 1);
            trap(copy, TrapReason.L3_PROTOCOLS, packets.vif(row), edges);
        }
        flood(row, vif, edges);
    }

    private void advertise(final int row, final long ip, final long mac, final Vif vif, final Edges edges) {
        final long requester = Ethernet.source(packets.address(row));
        final int flags = NeighbourDiscovery.OVERRIDE | (mac == Vif.ROUTER_MAC ? NeighbourDiscovery.ROUTER : 0);
        // A solicitation may be 8 bytes shorter than its answer; buffers have that room.
        NeighbourDiscovery.answer(ip, mac, flags, ip, NeighbourDiscovery.PACKET_BYTES);
        Ethernet.emit(packets.address(row), requester, mac, EtherType.IPV6);
        packets.lengthBytes(row, Ethernet.HEADER_BYTES + NeighbourDiscovery.PACKET_BYTES);
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
            edges.to(ArpInput.isInGroup(packets, tables, row) ? NEXTHOP : BRIDGE_INPUT, row);
        }
    }
}
