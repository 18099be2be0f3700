// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;

/**
 * Starts mirrors' copies, which {@link Mirroring} made, on the way to their analyser: the mirror's next hop, in the VRF
 * that the next hop names.
 */
final class MirrorOutput implements Node {
    static final int NEXTHOP = 0;

    private final Packets packets;
    private final Tables tables;

    MirrorOutput(final Workbench bench) {
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
            } else {
                if (nexthop.vrf >= 0) {
                    packets.vrf(row, nexthop.vrf);
                }
                edges.to(NEXTHOP, row);
            }
        }
    }
}
