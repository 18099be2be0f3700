// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.Locale;

/** How far apart two CPUs were while a sample was taken. */
enum Distance {
    /** In one core complex: they share a cache. */
    NEAR,
    /** In different ones. */
    FAR,
    /** They moved during the sample, or could not be asked: it says nothing about either. */
    MIXED;

    /**
     * Between the round trips of a cache line inside a complex (some 45 to 130 ns) and between complexes (400 to 550 ns):
     * their geometric mean, rounded.
     */
    static final double NEAR_LIMIT_NS = 240;

    /**
     * What two probes say about the time between them.
     *
     * @param beforeNs round trip before, or {@link CoreProbe#UNKNOWN}
     * @param afterNs round trip after
     */
    static Distance of(final double beforeNs, final double afterNs) {
        final Distance before = of(beforeNs);
        return before == of(afterNs) ? before : MIXED;
    }

    private static Distance of(final double roundTripNs) {
        if (Double.isNaN(roundTripNs)) {
            return MIXED;
        }
        return roundTripNs < NEAR_LIMIT_NS ? NEAR : FAR;
    }

    /** As written in results. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
