// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.vrouter.counter.DropReason;

/** Where one node puts its packets. Belongs to one node of one lcore. */
public final class Edges {
    private final Packets packets;
    private final Burst[] targets;
    private final Burst drop;

    /**
     * @param targets the bursts of the nodes that the edges lead to, in the order in which the node declared them
     * @param drop the burst of the drop node
     */
    Edges(final Packets packets, final Burst[] targets, final Burst drop) {
        this.packets = packets;
        this.targets = targets;
        this.drop = drop;
    }

    /**
     * Sends a packet on.
     *
     * @param edge position in the node's declared list of edges
     * @param row the packet's row
     */
    public void to(final int edge, final int row) {
        targets[edge].add(row);
    }

    /** Sends a whole burst on. */
    public void all(final int edge, final Burst burst) {
        targets[edge].addAll(burst);
    }

    /** Ends a packet's way under a name. */
    public void drop(final int row, final DropReason reason) {
        packets.reason(row, reason.position());
        drop.add(row);
    }
}
