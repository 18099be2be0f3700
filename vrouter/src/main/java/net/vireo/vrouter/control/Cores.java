// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

/** How requests name a core (sheet vrouter-wire, section 3): its number plus one, 0 for all of them. */
final class Cores {
    private Cores() {}

    /** The core of a request, {@link Traffic#ALL_CORES} for all. */
    static int requested(final int field, final Traffic traffic) {
        final int core = field - 1;
        if (!traffic.hasCore(core)) {
            throw Refusal.invalid("core " + core + " forwards nothing");
        }
        return core;
    }
}
