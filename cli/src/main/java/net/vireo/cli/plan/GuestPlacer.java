// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.linux.CpuSet;

/** Gives each guest CPUs of one NUMA node, core by core, the NIC's node first. */
final class GuestPlacer {
    private final CpuTopology topology;
    private final int nicNode;
    private CpuSet free;

    private GuestPlacer(final CpuTopology topology, final CpuSet guests, final int nicNode) {
        this.topology = topology;
        this.nicNode = nicNode;
        free = guests;
    }

    /** @throws CommandFailed when one does not fit */
    static List<GuestPlacement> place(final CpuTopology topology, final CpuSet guests, final CpuDemand demand) {
        final GuestPlacer placer = new GuestPlacer(topology, guests, demand.nicNode());
        final List<GuestPlacement> placements = new ArrayList<>();
        demand.guests().forEach(guest -> placements.add(placer.place(guest)));
        return placements;
    }

    private GuestPlacement place(final GuestDemand guest) {
        for (final int node : candidates(guest)) {
            final CpuSet room = free.intersection(topology.node(node));
            if (room.count() >= guest.vcpus()) {
                final CpuSet cpus = take(topology, room, guest.vcpus());
                free = free.minus(cpus);
                return new GuestPlacement(guest.name(), cpus, node);
            }
        }
        final List<String> left = topology.nodes().stream()
                .map(node -> "node " + node + " has "
                        + free.intersection(topology.node(node)).count() + " left for guests")
                .toList();
        throw new CommandFailed(
                "too few CPUs: guest " + guest.name() + " needs " + guest.vcpus()
                        + (guest.node() < 0 ? " of one NUMA node" : " of node " + guest.node()) + "; "
                        + String.join(", ", left),
                "give it fewer vCPUs" + (guest.node() < 0 ? "" : " or another node") + ", or plan fewer --lcores");
    }

    private SequencedSet<Integer> candidates(final GuestDemand guest) {
        final SequencedSet<Integer> nodes = new LinkedHashSet<>();
        if (guest.node() != GuestDemand.NEAR_THE_NIC) {
            nodes.add(guest.node());
            return nodes;
        }
        nodes.add(nicNode);
        nodes.addAll(topology.nodes());
        return nodes;
    }

    /** Threads of one core together, so that two guests share none if that can be. */
    static CpuSet take(final CpuTopology topology, final CpuSet room, final int count) {
        CpuSet taken = CpuSet.EMPTY;
        for (final CpuSet core : topology.coresTouching(room)) {
            taken = taken.union(core.intersection(room).first(count - taken.count()));
        }
        return taken;
    }
}
