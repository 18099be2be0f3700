// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.Snapshots;

/** Two lcores that copy their counters at once, or never. */
final class FakeSnapshots implements Snapshots {
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
        throw new UnsupportedOperationException("the tests have counters of their own");
    }
}
