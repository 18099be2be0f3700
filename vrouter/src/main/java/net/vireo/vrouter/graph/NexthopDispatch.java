// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Tables;

/** Sends each packet where its next hop says (sheet 1.3). */
final class NexthopDispatch implements Node {
    static final int ENCAP_MPLS_UDP = 0;
    static final int ENCAP_REWRITE = 1;
    static final int RECEIVE = 2;

    private final Packets packets;
    private final Tables tables;

    NexthopDispatch(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
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
                continue;
            }
            packets.txVif(row, nexthop.vifIndex);
            switch (nexthop.action) {
                case TUNNEL_MPLS_UDP -> tunnel(row, edges);
                case ENCAP_ROUTED -> edges.to(ENCAP_REWRITE, row);
                case RECEIVE -> edges.to(RECEIVE, row);
                default -> edges.drop(row, refusal(nexthop.action));
            }
        }
    }

    private void tunnel(final int row, final Edges edges) {
        if (packets.has(row, Packets.FLAG_DECAPSULATED)) {
            // From a tunnel into a tunnel is what a loop looks like (sheet 2.2: split horizon).
            edges.drop(row, DropReason.INVALID_SOURCE);
        } else if (!packets.hasLabel(row)) {
            edges.drop(row, DropReason.INVALID_LABEL);
        } else {
            edges.to(ENCAP_MPLS_UDP, row);
        }
    }

    private static DropReason refusal(final NexthopAction action) {
        return switch (action) {
            case DISCARD -> DropReason.DISCARD;
            case INVALID -> DropReason.INVALID_NH;
            default -> DropReason.UNSUPPORTED_NEXTHOP;
        };
    }
}
