// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

/**
 * What is counted for each node of the graph by each lcore. Time is sampled: reading the clock around every call would
 * cost more than many nodes do, so a node's cost is {@link #TIMED_NS} divided by {@link #TIMED_PACKETS}.
 */
public enum NodeCounter {
    /** Bursts that the node worked on. */
    CALLS,
    /** Packets in those bursts. */
    PACKETS,
    /** Bursts among them that were timed. */
    TIMED_CALLS,
    /** Packets in the timed bursts. */
    TIMED_PACKETS,
    /** Nanoseconds that the timed bursts took. */
    TIMED_NS;

    /** Position in its row of the counter file: the order of declaration, to which new constants are appended. */
    @SuppressWarnings("EnumOrdinal") // the order of declaration is the file's format
    public int position() {
        return ordinal();
    }
}
