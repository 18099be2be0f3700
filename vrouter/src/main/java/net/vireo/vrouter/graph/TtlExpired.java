// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

/**
 * Where packets end whose time to live ran out (sheet 2.9): the agent tells the sender, so that traceroute shows this
 * hop; while there is no agent the router does it itself.
 */
final class TtlExpired implements Node {
    static final int TRAP = 0;
    static final int ICMP_ERROR = 1;

    private final Packets packets;
    private final Transmit transmit;

    TtlExpired(final Workbench bench) {
        packets = bench.packets();
        transmit = bench.transmit();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final boolean agent = transmit.hasAgent();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (agent) {
                packets.trap(row, TrapReason.ZERO_TTL, packets.nexthopId(row));
                edges.to(TRAP, row);
            } else {
                packets.addFlag(row, Packets.FLAG_TTL_EXPIRED);
                edges.to(ICMP_ERROR, row);
            }
        }
    }
}
