// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

/** Puts packets in the transmit batch of their vif; the batches go out, and are counted, at the end of the cycle. */
final class PortTx implements Node {
    private final Packets packets;
    private final Transmit transmit;

    PortTx(final Workbench bench) {
        packets = bench.packets();
        transmit = bench.transmit();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            transmit.add(packets.txVif(row), packets.packet(row));
        }
    }
}
