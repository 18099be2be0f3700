// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Tables;

/** Sees that the vif which a packet leaves by exists and has a device. */
final class VifOutput implements Node {
    static final int PORT_TX = 0;

    private final Packets packets;
    private final Tables tables;
    private final Transmit transmit;

    VifOutput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        transmit = bench.transmit();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final int vif = packets.txVif(row);
            if (transmit.reaches(vif)) {
                edges.to(PORT_TX, row);
            } else {
                edges.drop(row, tables.vif(vif) == null ? DropReason.INVALID_IF : DropReason.INTERFACE_TX_DISCARD);
            }
        }
    }
}
