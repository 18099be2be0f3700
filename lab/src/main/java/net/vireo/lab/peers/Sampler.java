// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes rates every tenth of a second. Between two samples, when neither counts, it asks how far the CPUs are apart: so
 * each sample lies between two probes, and the probes' time in none.
 */
final class Sampler {
    private static final int SAMPLE_MS = 100;

    private final CoreProbe probe;

    Sampler(final CoreProbe probe) {
        this.probe = probe;
    }

    /** Something that grows. */
    interface Count {
        /** How many there were until now. */
        long read() throws InterruptedException;
    }

    /** @return millions per second */
    Samples take(final Count count, final int seconds) throws InterruptedException {
        final List<Double> values = new ArrayList<>();
        final List<Distance> distances = new ArrayList<>();
        final long endNs = System.nanoTime() + seconds * 1_000_000_000L;
        double beforeNs = probe.roundTripNs();
        while (System.nanoTime() < endNs) {
            final long first = count.read();
            final long firstNs = System.nanoTime();
            Thread.sleep(SAMPLE_MS);
            final long last = count.read();
            final long lastNs = System.nanoTime();
            final double afterNs = probe.roundTripNs();
            values.add((last - first) * 1e3 / (lastNs - firstNs));
            distances.add(Distance.of(beforeNs, afterNs));
            beforeNs = afterNs;
        }
        return new Samples(values, distances);
    }
}
