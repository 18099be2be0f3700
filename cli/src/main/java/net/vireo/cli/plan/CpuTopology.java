// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.vireo.linux.CpuSet;

/** Which CPUs a machine has, and which of them share a core, a socket, a memory node. */
final class CpuTopology {
    private final Map<Integer, Cpu> cpus = new TreeMap<>();

    /** @param cpus at least one */
    CpuTopology(final Collection<Cpu> cpus) {
        cpus.forEach(cpu -> this.cpus.put(cpu.number(), cpu));
    }

    /** Every CPU. */
    CpuSet all() {
        return CpuSet.of(cpus.keySet().stream().mapToInt(Integer::intValue).toArray());
    }

    /** The NUMA nodes that have CPUs, ascending. */
    List<Integer> nodes() {
        return nodesOf(all());
    }

    /** The NUMA nodes of these CPUs, ascending. */
    List<Integer> nodesOf(final CpuSet set) {
        return set.stream()
                .map(cpu -> cpus.get(cpu).node())
                .distinct()
                .sorted()
                .boxed()
                .toList();
    }

    /** The CPUs of a NUMA node. */
    CpuSet node(final int node) {
        return CpuSet.of(
                all().stream().filter(cpu -> cpus.get(cpu).node() == node).toArray());
    }

    /** The cores of which every thread is in this set, by their lowest CPU. */
    List<CpuSet> wholeCores(final CpuSet set) {
        return coresTouching(set).stream().filter(set::containsAll).toList();
    }

    /** The cores of which some thread is in this set, by their lowest CPU. */
    List<CpuSet> coresTouching(final CpuSet set) {
        return set.stream().mapToObj(cpu -> cpus.get(cpu).core()).distinct().toList();
    }

    /** All threads of the cores of these CPUs. */
    CpuSet withSiblings(final CpuSet set) {
        return coresTouching(set).stream().reduce(CpuSet.EMPTY, CpuSet::union);
    }

    int coreCount() {
        return coresTouching(all()).size();
    }

    int socketCount() {
        return (int) cpus.values().stream().map(Cpu::socket).distinct().count();
    }

    /** One line for people, without the nodes' CPUs. */
    @Override
    public String toString() {
        return Words.count(cpus.size(), "CPU") + " on " + Words.count(coreCount(), "core") + ", "
                + Words.count(socketCount(), "socket") + ", "
                + Words.count(nodes().size(), "NUMA node");
    }
}
