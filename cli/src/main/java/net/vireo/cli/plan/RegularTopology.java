// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.ArrayList;
import java.util.List;
import net.vireo.linux.CpuSet;

/**
 * A machine whose sockets are all alike, each one NUMA node.
 *
 * @param sockets how many
 * @param cores of each socket
 * @param threads of each core
 * @param numbering how firmware numbers the CPUs
 */
record RegularTopology(int sockets, int cores, int threads, Numbering numbering) {
    /** Both are common; second threads of all cores come after the first ones of all cores in either. */
    enum Numbering {
        /** Even CPUs on socket 0, odd ones on socket 1, as the deck's machine. */
        INTERLEAVED,
        /** The CPUs of socket 0 first. */
        BLOCKS
    }

    CpuTopology topology() {
        final List<Cpu> cpus = new ArrayList<>();
        for (int socket = 0; socket < sockets; socket++) {
            for (int core = 0; core < cores; core++) {
                final int first = numbering == Numbering.BLOCKS ? socket * cores + core : core * sockets + socket;
                final int[] numbers = new int[threads];
                for (int thread = 0; thread < threads; thread++) {
                    numbers[thread] = first + thread * sockets * cores;
                }
                final CpuSet siblings = CpuSet.of(numbers);
                for (final int number : numbers) {
                    cpus.add(new Cpu(number, socket, socket, siblings));
                }
            }
        }
        return new CpuTopology(cpus);
    }
}
