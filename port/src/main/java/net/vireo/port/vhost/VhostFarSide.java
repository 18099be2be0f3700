// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.util.List;
import java.util.StringJoiner;
import net.vireo.port.FarSide;
import net.vireo.virtio.RingFault;

/** What is to be said of a guest. Any thread. */
final class VhostFarSide {
    private VhostFarSide() {}

    /** @param counters of all queues that there were */
    static FarSide of(final boolean connected, final VhostRings rings, final List<VhostCounters> counters) {
        final StringJoiner words = new StringJoiner("; ");
        long faults = 0;
        for (final RingFault fault : RingFault.values()) {
            long count = 0;
            for (final VhostRing ring : rings.all()) {
                count += ring.faults.count(fault);
            }
            faults += count;
            if (count > 0) {
                words.add(count + " times " + fault.sentence());
            }
        }
        return new FarSide(
                connected,
                rings.openCount(),
                faults,
                words.toString(),
                counters.stream().mapToLong(VhostCounters::memoryFaultCount).sum(),
                counters.stream().mapToLong(VhostCounters::discardedCount).sum());
    }
}
