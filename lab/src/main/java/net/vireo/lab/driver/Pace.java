// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.driver;

/**
 * When the next burst is due, so that a rate is kept on average. Who was away for long does not make up for it: what fell
 * due meanwhile is left out. Pure; for one thread.
 */
final class Pace {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int MOST_LATE_BURSTS = 4;

    private final long intervalNs;
    private long nextNs;

    /** @param nowNs when the first burst is due */
    Pace(final int packetsPerSecond, final int burstPackets, final long nowNs) {
        intervalNs = Math.max(1, NS_PER_SECOND * burstPackets / packetsPerSecond);
        nextNs = nowNs;
    }

    /** Whether a burst is due; it counts as sent then. */
    boolean isDue(final long nowNs) {
        if (nowNs - nextNs < 0) {
            return false;
        }
        nextNs = Math.max(nextNs + intervalNs, nowNs - MOST_LATE_BURSTS * intervalNs);
        return true;
    }

    /** Until the next one: 0 or less when it is due. */
    long waitNs(final long nowNs) {
        return nextNs - nowNs;
    }
}
