// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import net.vireo.web.model.Counter;

/**
 * Rates between two looks.
 *
 * @param seconds between them
 */
record Rate(double seconds) {
    static Rate between(final long beforeNs, final long afterNs) {
        return new Rate(Math.max(1, afterNs - beforeNs) / 1e9);
    }

    /** Events per second, rounded; 0 for a counter that was set back. */
    long of(final long before, final long after) {
        return after <= before ? 0 : Math.round((after - before) / seconds);
    }

    Counter counter(final long before, final long after) {
        return new Counter(after, of(before, after));
    }
}
