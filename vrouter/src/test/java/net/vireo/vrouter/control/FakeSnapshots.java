// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.List;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.Snapshots;

/** Two lcores that copy their counters at once, or never. */
final class FakeSnapshots implements Snapshots {
    final CounterMemory memory =
            CounterMemory.anonymous(List.of(FakeTraffic.FIRST_CORE, FakeTraffic.SECOND_CORE), 8, List.of());
    boolean stuck;
    private int sequence;

    @Override
    public int take(final int timeoutMs) {
        return stuck ? TIMED_OUT : ++sequence;
    }

    @Override
    public int lcoreCount() {
        return 2;
    }

    @Override
    public CounterFile counters() {
        return memory.reader();
    }
}
