// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.vrouter.counter.DropReason;

/** Opens the label that a packet starts with: out of MPLS over GRE. */
final class LabelInput implements Node {
    static final int DECAP_INPUT = 0;

    private final Packets packets;
    private final LabelStack labels;

    LabelInput(final Workbench bench) {
        packets = bench.packets();
        labels = new LabelStack(bench);
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final DropReason refusal = labels.open(row, packets.address(row), packets.lengthBytes(row));
            if (refusal == null) {
                edges.to(DECAP_INPUT, row);
            } else {
                edges.drop(row, refusal);
            }
        }
    }
}
