// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.time.Instant;

/**
 * Time of day in nanoseconds since 1970-01-01 UTC, for timestamps of captures. It runs evenly from its start on: later
 * corrections of the system's clock are not followed. Any thread; allocates nothing.
 */
final class WallClock {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long OFFSET_NS = offsetNs();

    private WallClock() {}

    static long nowNs() {
        return System.nanoTime() + OFFSET_NS;
    }

    private static long offsetNs() {
        final Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - System.nanoTime();
    }
}
