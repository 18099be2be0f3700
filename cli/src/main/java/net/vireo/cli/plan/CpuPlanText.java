// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.List;
import java.util.stream.Collectors;
import net.vireo.cli.text.Pad;
import net.vireo.vrouter.lcore.Lcore;

/** A plan for people. */
final class CpuPlanText {
    private static final int NAME_WIDTH = 12;
    private static final int COUNT_WIDTH = 5;
    private static final int NODES_WIDTH = 7;
    private static final int LCORES_PER_LINE = 4;

    private CpuPlanText() {}

    static String of(final CpuPlan plan, final List<String> warnings) {
        final StringBuilder out = new StringBuilder();
        machine(out, plan);
        final List<PlannedSet> sets = PlannedSet.of(plan);
        final int cpusWidth = sets.stream()
                .mapToInt(set -> set.cpus().toString().length())
                .max()
                .orElse(0);
        row(out, cpusWidth, "Set", "Count", "Node", "CPUs", "For");
        for (final PlannedSet set : sets) {
            row(
                    out,
                    cpusWidth,
                    set.name(),
                    String.valueOf(set.cpus().count()),
                    Words.list(plan.topology().nodesOf(set.cpus())),
                    set.cpus().toString(),
                    set.what());
        }
        lcores(out, plan);
        guests(out, plan);
        if (!warnings.isEmpty()) {
            out.append('\n');
            warnings.forEach(warning -> out.append("warning: ").append(warning).append('\n'));
        }
        return out.append("\nThe router's part (--snippets prints the others'):\n  ")
                .append(CpuSnippets.router(plan))
                .append('\n')
                .toString();
    }

    private static void machine(final StringBuilder out, final CpuPlan plan) {
        out.append(plan.topology()).append('\n');
        for (final int node : plan.topology().nodes()) {
            out.append("  node ").append(node).append(node == plan.nicNode() ? ", with the NIC: " : ": ");
            out.append(plan.topology().node(node)).append('\n');
        }
        out.append('\n');
    }

    private static void row(
            final StringBuilder out,
            final int cpusWidth,
            final String name,
            final String count,
            final String nodes,
            final String cpus,
            final String what) {
        out.append("  ")
                .append(Pad.right(name, NAME_WIDTH))
                .append(Pad.left(count, COUNT_WIDTH))
                .append("  ");
        out.append(Pad.right(nodes, NODES_WIDTH))
                .append(Pad.right(cpus, cpusWidth))
                .append("  ");
        out.append(what).append('\n');
    }

    private static void lcores(final StringBuilder out, final CpuPlan plan) {
        final int[] cpus = plan.forwarding().stream().toArray();
        for (int i = 0; i < cpus.length; i++) {
            out.append(i % LCORES_PER_LINE == 0 ? "\n  " : ", ");
            out.append("lcore-")
                    .append(Lcore.FIRST_NUMBER + i)
                    .append(" on CPU ")
                    .append(cpus[i]);
        }
        out.append("\n  masks: forwarding ").append(plan.forwarding().mask());
        out.append(", service ").append(plan.serviceOrHost().mask());
        out.append(", control ").append(plan.control().mask()).append('\n');
    }

    private static void guests(final StringBuilder out, final CpuPlan plan) {
        if (!plan.placements().isEmpty()) {
            out.append(plan.placements().stream()
                    .map(guest -> "  guest " + guest.name() + " on CPUs " + guest.cpus() + " of node " + guest.node())
                    .collect(Collectors.joining("\n", "\n", "\n")));
        }
    }
}
