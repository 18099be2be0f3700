// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import java.util.HashMap;
import java.util.Map;

/** Counts what it is shown. {@link #counts()} may be called from any thread. */
final class Counter implements FrameSink {
    private final Map<Sighting, Long> counts = new HashMap<>();

    @Override
    public synchronized void frame(final byte[] frame, final int captured, final int wire, final long timestampNs) {
        counts.merge(FrameReader.read(frame, captured, wire), 1L, Long::sum);
    }

    synchronized Map<Sighting, Long> counts() {
        return Map.copyOf(counts);
    }
}
