// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import net.vireo.linux.CpuSet;

/**
 * Where a guest's vCPUs are.
 *
 * @param name the guest's
 * @param cpus one for each vCPU
 * @param node the NUMA node of all of them, for the guest's memory
 */
record GuestPlacement(String name, CpuSet cpus, int node) {}
