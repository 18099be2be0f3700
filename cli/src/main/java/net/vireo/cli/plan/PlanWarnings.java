// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.ArrayList;
import java.util.List;
import net.vireo.linux.CpuSet;

/** What is not wrong with a plan but costs something. The figures are published ones, of the original on two sockets. */
final class PlanWarnings {
    private final CpuPlan plan;
    private final List<String> warnings = new ArrayList<>();

    private PlanWarnings(final CpuPlan plan) {
        this.plan = plan;
    }

    /** One sentence each; none for a plan without blemish. */
    static List<String> of(final CpuPlan plan) {
        final PlanWarnings warnings = new PlanWarnings(plan);
        warnings.farForwarding();
        warnings.farService();
        warnings.farGuests();
        warnings.sharedCores();
        if (plan.guests().isEmpty()) {
            warnings.warnings.add("no CPU is left for guests");
        }
        return warnings.warnings;
    }

    private CpuSet far(final CpuSet cpus) {
        return cpus.minus(plan.topology().node(plan.nicNode()));
    }

    private void farForwarding() {
        final CpuSet far = far(plan.forwarding());
        if (!far.isEmpty()) {
            warnings.add(Words.are(far) + " on another NUMA node than the NIC (node " + plan.nicNode()
                    + "): each packet that those lcores receive crosses the sockets");
        }
    }

    private void farService() {
        final CpuSet far = far(plan.service());
        if (!far.isEmpty() && far.equals(plan.service())) {
            warnings.add("service lcores are on another NUMA node than the NIC (node " + plan.nicNode()
                    + "): only new flows and new ports notice");
        }
    }

    private void farGuests() {
        for (final GuestPlacement guest : plan.placements()) {
            if (guest.node() != plan.nicNode()) {
                warnings.add("guest " + guest.name() + " is on node " + guest.node() + ", the NIC on node "
                        + plan.nicNode() + ": expect 10 % fewer packets in packet mode, 8 % in flow mode, and 72 % more"
                        + " latency in flow mode (published figures)");
            }
        }
    }

    /** Only with sets that were given. */
    private void sharedCores() {
        final CpuSet threads = plan.topology().withSiblings(plan.forwarding()).minus(plan.forwarding());
        final CpuSet busy =
                threads.intersection(plan.guests().union(plan.service()).union(plan.host()));
        SharedCores.sentence(busy).ifPresent(warnings::add);
    }
}
