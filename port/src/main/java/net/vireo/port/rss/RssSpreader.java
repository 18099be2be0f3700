// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import net.vireo.port.count.OwnedCounters;
import net.vireo.port.spread.Spreader;

/** Sends frames where the indirection table says; counts what is found in each of its entries. */
final class RssSpreader implements Spreader {
    private final RssControl control;
    private final OwnedCounters hits;
    private Steering steering;

    RssSpreader(final RssControl control) {
        this.control = control;
        hits = new OwnedCounters(control.entries() + 1);
        steering = control.steering();
    }

    /** A burst is spread by one state of the settings. */
    @Override
    public boolean begin(final int count, final int wanted) {
        steering = control.steering();
        return count > 0;
    }

    @Override
    public int queueOf(final long frame, final int lengthBytes) {
        final int entry = steering.entry(frame, lengthBytes);
        hits.add(entry, 1);
        return steering.queue(entry);
    }

    /** Frames found in a table entry; the entry behind the last is for those without hash. Any thread. */
    long hitCount(final int entry) {
        return hits.value(entry);
    }
}
