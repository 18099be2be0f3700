// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import net.vireo.linux.CpuSet;

/**
 * One CPU as the kernel numbers them: a hardware thread of a core.
 *
 * @param number the kernel's
 * @param socket the package that it is in
 * @param node the NUMA node whose memory is near
 * @param core all threads of its core, itself too
 */
record Cpu(int number, int socket, int node, CpuSet core) {}
