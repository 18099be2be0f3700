// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import net.vireo.linux.CpuSet;

/**
 * The thread of a guest's virtual CPU.
 *
 * @param pid of the guest's process
 * @param name as the kernel has it: {@code CPU 0/KVM}
 * @param allowed where it may run
 */
public record GuestThread(int pid, String name, CpuSet allowed) {}
