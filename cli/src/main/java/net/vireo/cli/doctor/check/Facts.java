// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.List;

/**
 * What is known of a node: its settings, and what happened between two looks at its counters.
 *
 * @param seconds between the two
 * @param lcores forwarding lcores
 * @param vifs interfaces
 * @param traffic of the whole node
 * @param machine that it runs on
 */
public record Facts(
        double seconds,
        NodeSettings settings,
        List<LcoreFacts> lcores,
        List<VifFacts> vifs,
        TrafficFacts traffic,
        MachineFacts machine) {
    /** Below this share of busy time an lcore has time left. */
    private static final double FULL_SHARE = 0.9;

    public Facts {
        lcores = List.copyOf(lcores);
        vifs = List.copyOf(vifs);
    }

    /** How often a second. */
    double perSecond(final long count) {
        return (double) count / Math.max(seconds, 1e-3);
    }

    /** Whether an lcore has no time left. */
    boolean isFull(final int lcore) {
        return busyShare(lcore) >= FULL_SHARE;
    }

    /** The share of an lcore's rounds that had something to do. */
    double busyShare(final int lcore) {
        return lcores.stream()
                .filter(each -> each.number() == lcore)
                .mapToDouble(LcoreFacts::busyShare)
                .findFirst()
                .orElse(0);
    }
}
