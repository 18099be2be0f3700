// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.List;
import net.vireo.linux.CpuSet;

/**
 * One of a plan's sets, as tools show it.
 *
 * @param name a word
 * @param cpus may be empty
 * @param what it is for
 */
record PlannedSet(String name, CpuSet cpus, String what) {
    /** The five sets of a plan, from the most to the least ordinary. */
    static List<PlannedSet> of(final CpuPlan plan) {
        final String control = ", the router's JVM threads (control)";
        final boolean withService = plan.control().equals(plan.service());
        final String service = "service lcores 0, 1, 2, 8, 9";
        return List.of(
                new PlannedSet(
                        "host",
                        plan.host(),
                        "operating system" + (plan.service().isEmpty() ? ", " + service : "")
                                + (withService ? "" : control)),
                new PlannedSet("forwarding", plan.forwarding(), "lcores that forward, one on each"),
                new PlannedSet("siblings", plan.siblings(), "other threads of those cores: left alone"),
                new PlannedSet(
                        "service",
                        plan.service(),
                        plan.service().isEmpty() ? "on the host's" : service + (withService ? control : "")),
                new PlannedSet("guests", plan.guests(), "vCPUs: libvirt's, Nova's"));
    }
}
