// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.List;

/**
 * How a rate rises after a start.
 *
 * @param rates one after the other, in any unit, each over as long a time
 * @param stepMs that time
 */
record WarmUpCurve(List<Double> rates, int stepMs) {
    /** So many steps in a row decide by their median: one that was disturbed is no fall, one that was lucky no rise. */
    static final int STEADY = 5;

    WarmUpCurve {
        rates = List.copyOf(rates);
        if (rates.size() < 4 * STEADY) {
            throw new IllegalArgumentException(rates.size() + " steps are too few to have an end");
        }
    }

    /** What it comes to: the median of the last quarter. */
    double last() {
        return median(rates.subList(rates.size() * 3 / 4, rates.size()));
    }

    /** Milliseconds until it has risen to this share of what it comes to. */
    int reachedMs(final double share) {
        final double wanted = last() * share;
        for (int i = 0; i + STEADY <= rates.size(); i++) {
            if (median(rates.subList(i, i + STEADY)) >= wanted) {
                return i * stepMs;
            }
        }
        throw new IllegalStateException("the last quarter's own median is never reached");
    }

    /** How much of what it comes to was there on average until then, in percent. */
    double percentUntil(final int untilMs) {
        return rates.subList(0, Math.min(untilMs / stepMs, rates.size())).stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(0)
                / last()
                * 100;
    }

    private static double median(final List<Double> values) {
        return PeersResult.quantile(values, PeersResult.MEDIAN);
    }
}
