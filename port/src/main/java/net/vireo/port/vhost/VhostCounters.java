// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import net.vireo.port.count.OwnedCounters;

/** What one queue counts besides what all ports do. Written by the lcore that owns the queue. */
final class VhostCounters {
    private static final int DISCARDED = 0;
    private static final int MEMORY_FAULTS = 1;
    private static final int CELLS = 2;

    private final OwnedCounters cells = new OwnedCounters(CELLS);

    /** A frame came on a queue that the guest has not enabled. */
    void discarded() {
        cells.add(DISCARDED, 1);
    }

    /** The guest's memory vanished in a burst, which is lost. */
    void memoryFault() {
        cells.add(MEMORY_FAULTS, 1);
    }

    long discardedCount() {
        return cells.value(DISCARDED);
    }

    long memoryFaultCount() {
        return cells.value(MEMORY_FAULTS);
    }
}
