// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Ipv4Routes;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;

/** Finds the next hop and label of a destination in the packet's VRF: longest prefix. */
final class RouteLookup implements Node {
    static final int TTL = 0;
    static final int NEXTHOP = 1;

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
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (packets.vrf(row) != vrf) {
                vrf = packets.vrf(row);
                table = tables.routes(vrf);
            }
            final Route route = table == null ? Route.MISS : table.lookup((int) packets.addresses(row));
            final Nexthop nexthop = tables.nexthop(route.nexthopId());
            packets.route(row, route);
            packets.nexthop(row, nexthop);
            if (nexthop == null) {
                edges.drop(row, DropReason.INVALID_NH);
            } else {
                // What is for this node is not forwarded, so its TTL stays.
                edges.to(nexthop.type == Nexthop.TYPE_RECEIVE ? NEXTHOP : TTL, row);
            }
        }
    }
}
