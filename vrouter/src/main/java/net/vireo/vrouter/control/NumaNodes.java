// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.List;

/**
 * The NUMA nodes that the packets of an interface meet.
 *
 * @param lcores by lcore; empty when they are not pinned
 * @param memory of the packet buffers
 * @param port of the card behind the interface
 */
public record NumaNodes(List<Integer> lcores, int memory, int port) {
    /** The kernel does not tell, or there is none. */
    public static final int UNKNOWN = -1;

    /** Nothing is known. */
    public static final NumaNodes NONE = new NumaNodes(List.of(), UNKNOWN, UNKNOWN);

    public NumaNodes {
        lcores = List.copyOf(lcores);
    }
}
