// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.List;
import net.vireo.linux.CpuSet;

/**
 * Who has which CPUs: five sets that have none in common and together are the machine (the deck's "CPU Pinning").
 *
 * @param topology the machine
 * @param nicNode the NUMA node of the NIC
 * @param host for the operating system
 * @param forwarding for the forwarding lcores, one each
 * @param siblings the other threads of the forwarding lcores' cores: left alone, because they share the core's pipes
 * @param service for the service lcores; may be empty, then they run on the host's
 * @param guests for guests' vCPUs
 * @param control for the router's JVM threads; in one of the others
 * @param placements guests that were placed, within {@code guests}
 */
record CpuPlan(
        CpuTopology topology,
        int nicNode,
        CpuSet host,
        CpuSet forwarding,
        CpuSet siblings,
        CpuSet service,
        CpuSet guests,
        CpuSet control,
        List<GuestPlacement> placements) {
    CpuPlan {
        placements = List.copyOf(placements);
    }

    /** What the kernel is to keep its own and everybody's work away from: all but the host's. */
    CpuSet isolated() {
        return topology.all().minus(host);
    }

    /** Where service lcores really run. */
    CpuSet serviceOrHost() {
        return service.isEmpty() ? host : service;
    }
}
