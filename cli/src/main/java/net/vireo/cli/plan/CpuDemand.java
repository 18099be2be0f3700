// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.List;
import java.util.Optional;
import net.vireo.linux.CpuSet;

/**
 * What is wanted of a machine's CPUs.
 *
 * @param lcores how many forwarding lcores
 * @param bothThreads whether lcores run on every thread of their cores, instead of one
 * @param lcoreNode the NUMA node that they are to be on
 * @param nicNode the NUMA node of the NIC
 * @param serviceCores how many cores for service lcores
 * @param hostCores how many cores of each node for the host
 * @param controlWithService whether the router's JVM threads run beside its service lcores, instead of on the host's CPUs
 * @param given sets that are not to be chosen
 * @param guests guests that are to be placed, in order
 */
record CpuDemand(
        int lcores,
        boolean bothThreads,
        int lcoreNode,
        int nicNode,
        int serviceCores,
        int hostCores,
        boolean controlWithService,
        Given given,
        List<GuestDemand> guests) {
    CpuDemand {
        guests = List.copyOf(guests);
    }

    /** Sets that somebody has decided already; they are known to be disjoint. */
    record Given(
            Optional<CpuSet> forwarding, Optional<CpuSet> service, Optional<CpuSet> guests, Optional<CpuSet> host) {
        /** All of them together. */
        CpuSet all() {
            return forwarding
                    .orElse(CpuSet.EMPTY)
                    .union(service.orElse(CpuSet.EMPTY))
                    .union(guests.orElse(CpuSet.EMPTY))
                    .union(host.orElse(CpuSet.EMPTY));
        }
    }
}
