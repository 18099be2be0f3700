// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.linux.CpuSet;
import net.vireo.vrouter.lcore.Lcore;

/** A plan for programs: each set as list, mask and count. */
final class CpuPlanTree {
    private CpuPlanTree() {}

    static Map<String, Object> of(final CpuPlan plan, final List<String> warnings) {
        final Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", machine(plan.topology()));
        document.put("nicNode", plan.nicNode());
        final Map<String, Object> sets = new LinkedHashMap<>();
        PlannedSet.of(plan).forEach(set -> sets.put(set.name(), set(plan, set.cpus())));
        document.put("sets", sets);
        document.put("isolated", set(plan, plan.isolated()));
        document.put("control", set(plan, plan.control()));
        document.put("lcores", lcores(plan));
        document.put("guests", guests(plan));
        document.put("warnings", warnings);
        return document;
    }

    private static Map<String, Object> machine(final CpuTopology topology) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("cpus", topology.all().count());
        tree.put("cores", topology.coreCount());
        tree.put("sockets", topology.socketCount());
        final Map<String, Object> nodes = new LinkedHashMap<>();
        topology.nodes()
                .forEach(node -> nodes.put(node.toString(), topology.node(node).list()));
        tree.put("nodes", nodes);
        return tree;
    }

    private static Map<String, Object> set(final CpuPlan plan, final CpuSet cpus) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("cpus", cpus.list());
        tree.put("mask", cpus.mask());
        tree.put("count", cpus.count());
        tree.put("nodes", plan.topology().nodesOf(cpus));
        return tree;
    }

    private static List<Object> lcores(final CpuPlan plan) {
        final List<Object> lcores = new ArrayList<>();
        for (final int cpu : plan.forwarding().stream().toArray()) {
            final Map<String, Object> tree = new LinkedHashMap<>();
            final int node = plan.topology().nodesOf(CpuSet.of(cpu)).getFirst();
            tree.put("lcore", Lcore.FIRST_NUMBER + lcores.size());
            tree.put("cpu", cpu);
            tree.put("node", node);
            tree.put("far", node != plan.nicNode());
            lcores.add(tree);
        }
        return lcores;
    }

    private static List<Object> guests(final CpuPlan plan) {
        final List<Object> guests = new ArrayList<>();
        for (final GuestPlacement guest : plan.placements()) {
            final Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("guest", guest.name());
            tree.put("cpus", guest.cpus().list());
            tree.put("node", guest.node());
            tree.put("far", guest.node() != plan.nicNode());
            guests.add(tree);
        }
        return guests;
    }
}
