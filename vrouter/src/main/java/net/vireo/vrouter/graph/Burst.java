// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

/**
 * The packets on their way into one node: row numbers of {@link Packets}, in order of arrival. Filled by the nodes in
 * front of it, emptied by the graph when the node has worked on it. One lcore.
 */
public final class Burst {
    private final int[] rows = new int[Packets.ROWS];
    private int count;

    Burst() {}

    /** How many packets there are. */
    public int count() {
        return count;
    }

    /**
     * The rows, of which the first {@link #count} are meant. Shared, not a copy: for the node's loop to read, which is
     * why it is an array.
     */
    public int[] rows() {
        return rows;
    }

    void add(final int row) {
        rows[count++] = row;
    }

    void addAll(final Burst others) {
        System.arraycopy(others.rows, 0, rows, count, others.count);
        count += others.count;
    }

    /** The first rows, in order: a burst that has just come in. */
    void fill(final int packets) {
        for (int i = 0; i < packets; i++) {
            rows[i] = Packets.row(i);
        }
        count = packets;
    }

    void clear() {
        count = 0;
    }
}
