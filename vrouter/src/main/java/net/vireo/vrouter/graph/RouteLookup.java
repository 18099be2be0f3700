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

    /** What the look-ups of this burst found. */
    private final Route[] found = new Route[Packets.ROWS];

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
            found[i] = table == null ? Route.MISS : table.lookup((int) packets.addresses(row));
        }
        // In a loop of its own: the look-ups of many packets then overlap.
        for (int i = 0; i < count; i++) {
            follow(rows[i], found[i], edges);
        }
    }

    private void follow(final int row, final Route route, final Edges edges) {
        final Nexthop nexthop = tables.nexthop(route.nexthopId());
        packets.prefixLength(row, route.prefixLength());
        packets.label(row, (route.flags() & Route.FLAG_LABEL_VALID) == 0 ? Packets.UNKNOWN : route.label());
        packets.nexthop(row, nexthop);
        if (nexthop == null) {
            edges.drop(row, DropReason.INVALID_NH);
        } else {
            // What is for this node is not forwarded, so its TTL stays.
            edges.to(nexthop.type == Nexthop.TYPE_RECEIVE ? NEXTHOP : TTL, row);
        }
    }
}
