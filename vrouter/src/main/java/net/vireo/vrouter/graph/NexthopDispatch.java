// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Vlan;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Tables;

/**
 * Sends each packet where its next hop says (sheet 1.3, 2.1 step 5). Next hops that only lead to another look-up are
 * followed a few times and no more.
 */
final class NexthopDispatch implements Node {
    static final int ENCAP_MPLS_UDP = 0;
    static final int ENCAP_REWRITE = 1;
    static final int RECEIVE = 2;
    static final int ENCAP_TUNNEL = 3;
    static final int VIF_OUTPUT = 4;
    static final int IP_INPUT = 5;
    static final int ROUTE_LOOKUP = 6;
    static final int BRIDGE_INPUT = 7;
    static final int ECMP = 8;
    static final int REPLICATE = 9;
    static final int TRAP = 10;
    static final int IP6_INPUT = 11;
    static final int ROUTE_LOOKUP_6 = 12;
    static final int SECOND_FLOW = 13;
    static final int ENCAP_VXLAN = 14;

    private static final int POLICY = Nexthop.FLAG_POLICY | Nexthop.FLAG_FLOW_LOOKUP;

    /** What the nodes for the most common tunnels do not do. */
    private static final int GENERAL =
            Packets.FLAG_BRIDGED | Packets.FLAG_IP6 | Packets.FLAG_QOS | Packets.FLAG_FROM_AGENT;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;

    NexthopDispatch(final Workbench bench) {
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
            final Nexthop nexthop = tables.nexthop(packets.nexthopId(row));
            if (nexthop == null) {
                edges.drop(row, DropReason.INVALID_NH);
            } else {
                packets.txVif(row, nexthop.vifIndex);
                if ((nexthop.flags & POLICY) != 0 && !packets.has(row, Packets.FLAG_FLOW_DONE)) {
                    edges.to(SECOND_FLOW, row);
                } else {
                    send(row, nexthop, edges);
                }
            }
        }
    }

    private void send(final int row, final Nexthop nexthop, final Edges edges) {
        switch (nexthop.action) {
            case TUNNEL_MPLS_UDP, TUNNEL_MPLS_MPLS_UDP, TUNNEL_MPLS_GRE, TUNNEL_VXLAN ->
                tunnel(row, nexthop.action, edges);
            case TUNNEL_UDP -> edges.to(ENCAP_TUNNEL, row);
            case ENCAP_ROUTED -> routed(row, ENCAP_REWRITE, edges);
            case ENCAP_BRIDGED -> bridged(row, nexthop, edges);
            case RECEIVE -> {
                count(row, VrfCounter.RECEIVED);
                routed(row, RECEIVE, edges);
            }
            case L2_RECEIVE -> toLayer3(row, edges);
            case VRF_TRANSLATE -> translate(row, nexthop, edges);
            case ECMP -> turn(row, ECMP, edges);
            case REPLICATE -> edges.to(REPLICATE, row);
            case TRAP -> toAgent(row, nexthop, edges);
            case RESOLVE -> {
                count(row, VrfCounter.RESOLVED);
                trap(row, TrapReason.RESOLVE, nexthop, edges);
            }
            case DISCARD -> {
                count(row, VrfCounter.DISCARDED);
                edges.drop(row, DropReason.DISCARD);
            }
            case INVALID -> edges.drop(row, DropReason.INVALID_NH);
        }
    }

    private void tunnel(final int row, final NexthopAction action, final Edges edges) {
        final int flags = packets.flags(row);
        if ((flags & (Packets.FLAG_DECAPSULATED | Packets.FLAG_FLOODED)) == Packets.FLAG_DECAPSULATED) {
            // From a tunnel into a tunnel is what a loop looks like (sheet 2.2: split horizon).
            edges.drop(row, DropReason.INVALID_SOURCE);
        } else if (!packets.hasLabel(row)) {
            edges.drop(row, DropReason.INVALID_LABEL);
        } else {
            edges.to((flags & GENERAL) == 0 ? common(action) : ENCAP_TUNNEL, row);
        }
    }

    private static int common(final NexthopAction action) {
        return switch (action) {
            case TUNNEL_MPLS_UDP -> ENCAP_MPLS_UDP;
            case TUNNEL_VXLAN -> ENCAP_VXLAN;
            default -> ENCAP_TUNNEL;
        };
    }

    /** A next hop of layer 3 is nowhere for a frame. */
    private void routed(final int row, final int edge, final Edges edges) {
        if (packets.has(row, Packets.FLAG_BRIDGED)) {
            edges.drop(row, DropReason.INVALID_NH);
        } else {
            edges.to(edge, row);
        }
    }

    private void bridged(final int row, final Nexthop nexthop, final Edges edges) {
        if (!packets.has(row, Packets.FLAG_BRIDGED)) {
            edges.drop(row, DropReason.INVALID_NH);
        } else if (nexthop.vifIndex == packets.vif(row) && !packets.has(row, Packets.FLAG_BORN)) {
            // A bridge does not send a frame back where it came from (IEEE 802.1Q 8.6.1).
            edges.drop(row, DropReason.BACK_TO_SOURCE);
        } else {
            count(row, VrfCounter.ENCAP_BRIDGED);
            edges.to(VIF_OUTPUT, row);
        }
    }

    /** Takes the Ethernet header's tags off, so that the IP nodes find the packet where they expect it. */
    private void toLayer3(final int row, final Edges edges) {
        if (packets.lengthBytes(row) < Ethernet.HEADER_BYTES) {
            edges.drop(row, DropReason.PULL);
            return;
        }
        count(row, VrfCounter.L2_RECEIVED);
        for (int tags = 0; tags < Ethernet.MAX_TAGS && isTagged(row); tags++) {
            Vlan.pop(packets.address(row));
            packets.move(row, Vlan.TAG_BYTES, packets.lengthBytes(row) - Vlan.TAG_BYTES);
        }
        packets.removeFlag(row, Packets.FLAG_BRIDGED | Packets.FLAG_FLOODED);
        switch (Ethernet.type(packets.address(row))) {
            case EtherType.IPV4 -> edges.to(IP_INPUT, row);
            case EtherType.IPV6 -> edges.to(IP6_INPUT, row);
            default -> edges.drop(row, DropReason.INVALID_PROTOCOL);
        }
    }

    private boolean isTagged(final int row) {
        return EtherType.isTag(Ethernet.type(packets.address(row)))
                && packets.lengthBytes(row) >= Ethernet.HEADER_BYTES + Vlan.TAG_BYTES;
    }

    private void translate(final int row, final Nexthop nexthop, final Edges edges) {
        if (nexthop.vrf < 0) {
            edges.drop(row, DropReason.INVALID_NH);
            return;
        }
        count(row, VrfCounter.VRF_TRANSLATED);
        packets.vrf(row, nexthop.vrf);
        final int lookUp = packets.has(row, Packets.FLAG_IP6) ? ROUTE_LOOKUP_6 : ROUTE_LOOKUP;
        turn(row, packets.has(row, Packets.FLAG_BRIDGED) ? BRIDGE_INPUT : lookUp, edges);
    }

    private void count(final int row, final VrfCounter counter) {
        counters.vrf(packets.vrf(row), counter);
    }

    private void turn(final int row, final int edge, final Edges edges) {
        if (packets.turn(row)) {
            edges.to(edge, row);
        } else {
            edges.drop(row, DropReason.PKT_LOOP);
        }
    }

    /** Single-hop BFD has a reason of its own, so that the agent can serve it first (sheet 2.5). */
    private void toAgent(final int row, final Nexthop nexthop, final Edges edges) {
        final int state = Bfd.state(packets, row);
        if (state == Bfd.NONE) {
            trap(row, TrapReason.NEXTHOP, nexthop, edges);
        } else {
            packets.trap(row, TrapReason.BFD, state);
            edges.to(TRAP, row);
        }
    }

    private void trap(final int row, final TrapReason reason, final Nexthop nexthop, final Edges edges) {
        packets.trap(row, reason, nexthop.id);
        edges.to(TRAP, row);
    }
}
