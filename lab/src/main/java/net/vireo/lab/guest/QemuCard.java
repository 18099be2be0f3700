// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.util.List;

/** A network card of a virtual machine. */
public sealed interface QemuCard permits QemuNic, QemuTap {
    /** Queue pairs; the machine gets at least as many CPUs, for Linux uses no more pairs than it has CPUs. */
    int queues();

    /** Its part of QEMU's launch line. */
    List<String> arguments(int number);
}
