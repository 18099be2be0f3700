// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;

/** Sends each packet where its next hop's type says (sheet 1.3). */
final class NexthopDispatch implements Node {
    static final int TUNNEL = 0;
    static final int ENCAP = 1;
    static final int RECEIVE = 2;

    private static final int FAMILY_INET = 2;

    private final Packets packets;

    NexthopDispatch(final Workbench bench) {
        packets = bench.packets();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final Nexthop nexthop = packets.nexthop(row);
            packets.txVif(row, nexthop.vifIndex);
            if (!nexthop.isValid()) {
                edges.drop(row, DropReason.INVALID_NH);
            } else if (nexthop.type == Nexthop.TYPE_TUNNEL && (nexthop.flags & Nexthop.FLAG_TUNNEL_UDP_MPLS) != 0) {
                tunnel(row, edges);
            } else if (nexthop.type == Nexthop.TYPE_ENCAP && nexthop.family == FAMILY_INET) {
                edges.to(ENCAP, row);
            } else if (nexthop.type == Nexthop.TYPE_RECEIVE) {
                edges.to(RECEIVE, row);
            } else {
                edges.drop(row, refusal(nexthop.type));
            }
        }
    }

    private void tunnel(final int row, final Edges edges) {
        if ((packets.flags(row) & Packets.FLAG_DECAPSULATED) != 0) {
            // From a tunnel into a tunnel is what a loop looks like (sheet 2.2: split horizon).
            edges.drop(row, DropReason.INVALID_SOURCE);
        } else if ((packets.route(row).flags() & Route.FLAG_LABEL_VALID) == 0) {
            edges.drop(row, DropReason.INVALID_LABEL);
        } else {
            edges.to(TUNNEL, row);
        }
    }

    private static DropReason refusal(final int type) {
        return type == Nexthop.TYPE_DISCARD ? DropReason.DISCARD : DropReason.UNSUPPORTED_NEXTHOP;
    }
}
