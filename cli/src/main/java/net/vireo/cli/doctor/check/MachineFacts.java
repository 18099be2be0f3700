// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The machine that a node runs on.
 *
 * @param nodeOfCpu the NUMA node of each CPU
 * @param fabricNode the NUMA node of the fabric's card; empty when it is not known or has none
 * @param hugepages how many there are, used or not
 * @param freeHugepages how many nobody uses
 * @param hugepageBytes the size of one
 * @param guests threads of virtual CPUs
 */
public record MachineFacts(
        Map<Integer, Integer> nodeOfCpu,
        OptionalInt fabricNode,
        long hugepages,
        long freeHugepages,
        long hugepageBytes,
        List<GuestThread> guests) {
    /** Nothing is known. */
    public static final MachineFacts UNKNOWN =
            new MachineFacts(Map.of(), OptionalInt.empty(), 0, 0, 1 << 21, List.of());

    public MachineFacts {
        nodeOfCpu = Map.copyOf(nodeOfCpu);
        guests = List.copyOf(guests);
    }

    /** How many NUMA nodes have CPUs. */
    long nodeCount() {
        return nodeOfCpu.values().stream().distinct().count();
    }
}
