// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.Ipv6;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Ipv6Routes;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;

/**
 * Finds the next hop and label of an IPv6 destination in the packet's VRF, longest prefix first, and lowers the hop limit
 * of what is routed on (RFC 8200, 3; the original leaves it alone, and the standard wins).
 */
final class RouteLookup6 implements Node {
    static final int NEXTHOP = 0;
    static final int TTL_EXPIRED = 1;

    private final Packets packets;
    private final Tables tables;

    RouteLookup6(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long ip = packets.ip(row);
            final Ipv6Routes table = tables.routes6(packets.vrf(row));
            final Route route =
                    table == null ? Route.MISS : table.lookup(Ipv6.destinationHigh(ip), Ipv6.destinationLow(ip));
            final Nexthop nexthop = tables.nexthop(route.nexthopId());
            packets.forward(row, route);
            if (nexthop == null) {
                edges.drop(row, DropReason.INVALID_NH);
            } else if (RouteLookup.staysHere(nexthop.action)) {
                edges.to(NEXTHOP, row);
            } else if (Ipv6.hopLimit(ip) <= 1) {
                edges.to(TTL_EXPIRED, row);
            } else {
                Ipv6.decrementHopLimit(ip);
                edges.to(NEXTHOP, row);
            }
        }
    }
}
