// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.Arrays;

/**
 * Counts of durations, exact to 1.6 %: 64 buckets for each power of two of nanoseconds. Nothing allocates while it
 * counts. One thread.
 */
final class LatencyHistogram {
    private static final int SUB_BITS = 6;
    private static final int SUBS = 1 << SUB_BITS;
    private static final int BUCKETS = (Long.SIZE - SUB_BITS) * SUBS;

    private final long[] counts = new long[BUCKETS];
    private long count;
    private long maxNs;

    void add(final long durationNs) {
        counts[bucket(durationNs)]++;
        count++;
        maxNs = Math.max(maxNs, durationNs);
    }

    long count() {
        return count;
    }

    /** Exact; 0 when nothing was counted. */
    long maxNs() {
        return maxNs;
    }

    /** The duration that so much of what was counted does not exceed, at most {@link #maxNs}. */
    long quantileNs(final double share) {
        final long wanted = Math.max(1, (long) Math.ceil(count * share));
        long below = 0;
        for (int i = 0; i < BUCKETS; i++) {
            below += counts[i];
            if (below >= wanted) {
                return Math.min(last(i), maxNs);
            }
        }
        return maxNs;
    }

    void clear() {
        Arrays.fill(counts, 0);
        count = 0;
        maxNs = 0;
    }

    /** Below 64 ns each has its own; above, the six bits behind the highest one choose. */
    private static int bucket(final long durationNs) {
        final long ns = Math.max(0, durationNs);
        if (ns < SUBS) {
            return (int) ns;
        }
        final int shift = Long.SIZE - 1 - SUB_BITS - Long.numberOfLeadingZeros(ns);
        return (shift + 1) * SUBS + (int) (ns >>> shift) - SUBS;
    }

    /** The longest duration of a bucket. */
    private static long last(final int bucket) {
        if (bucket < SUBS) {
            return bucket;
        }
        final int shift = bucket / SUBS - 1;
        return (bucket % SUBS + SUBS + 1L << shift) - 1;
    }
}
