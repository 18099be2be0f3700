// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Ipv4Routes;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;

/**
 * Finds the next hop and label of an IPv4 destination in the packet's VRF, longest prefix first, and lowers the TTL of
 * what is routed on (RFC 1812 5.3.1, RFC 1624). What a next hop does most often is taken a short way.
 */
final class RouteLookup implements Node {
    static final int NEXTHOP = 0;
    static final int ENCAP_MPLS_UDP = 1;
    static final int ENCAP_REWRITE = 2;
    static final int TTL_EXPIRED = 3;
    static final int ENCAP_VXLAN = 4;

    private static final int LIFE_OFFSET = 8;
    private static final int ONE = 0x0100_0000;

    private final Packets packets;
    private final Tables tables;

    RouteLookup(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        int vrf = Packets.UNKNOWN;
        Ipv4Routes table = null;
        int nexthopId = Packets.UNKNOWN;
        Nexthop nexthop = null;
        int edge = NEXTHOP;
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (packets.vrf(row) != vrf) {
                vrf = packets.vrf(row);
                table = tables.routes(vrf);
            }
            final Route route = table == null ? Route.MISS : table.lookup((int) packets.addresses(row));
            if (route.nexthopId() != nexthopId) {
                nexthopId = route.nexthopId();
                nexthop = tables.nexthop(nexthopId);
                edge = edge(nexthop);
            }
            packets.forward(row, route);
            if (nexthop == null) {
                edges.drop(row, DropReason.INVALID_NH);
            } else if (staysHere(nexthop.action)) {
                edges.to(NEXTHOP, row);
            } else if (lowerTtl(row)) {
                edges.to(isTunnel(edge) && !mayEnterTunnel(row) ? NEXTHOP : edge, row);
            } else {
                edges.to(TTL_EXPIRED, row);
            }
        }
    }

    /** What is for this node, or goes on in another VRF, is not forwarded yet: its TTL stays (sheet 2.1, step 4). */
    static boolean staysHere(final NexthopAction action) {
        return action == NexthopAction.RECEIVE || action == NexthopAction.VRF_TRANSLATE || action == NexthopAction.TRAP;
    }

    private boolean lowerTtl(final int row) {
        final int old = packets.ipLife(row);
        final int ttl = (old >>> 24) - 1;
        if (ttl <= 0) {
            return false;
        }
        // The TTL is the high byte of its word: one less there is 0x100 more in the ones' complement checksum.
        final int raised = (old & 0xffff) + 0x100;
        final int checksum = raised + (raised + 1 >>> 16) & 0xffff;
        Memory.putIntBe(packets.ip(row) + LIFE_OFFSET, old - ONE & 0xffff_0000 | checksum);
        return true;
    }

    private static boolean isTunnel(final int edge) {
        return edge == ENCAP_MPLS_UDP || edge == ENCAP_VXLAN;
    }

    /** The others have to be refused, which the nexthop node does. */
    private boolean mayEnterTunnel(final int row) {
        return packets.hasLabel(row)
                && !packets.has(row, Packets.FLAG_DECAPSULATED | Packets.FLAG_QOS | Packets.FLAG_FROM_AGENT);
    }

    private static int edge(final Nexthop nexthop) {
        if (nexthop == null || (nexthop.flags & (Nexthop.FLAG_POLICY | Nexthop.FLAG_FLOW_LOOKUP)) != 0) {
            return NEXTHOP;
        }
        return switch (nexthop.action) {
            case TUNNEL_MPLS_UDP -> ENCAP_MPLS_UDP;
            case TUNNEL_VXLAN -> ENCAP_VXLAN;
            case ENCAP_ROUTED -> ENCAP_REWRITE;
            default -> NEXTHOP;
        };
    }
}
