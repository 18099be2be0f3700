// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.vireo.lab.capture.Sighting.Tunnelled;

/** Counts packets on the fabric that carry one tenant's text under a label or VNI of another tenant. */
public final class LabelledMarker implements FrameSink {
    private final Marker marker;
    private final Set<Integer> ids;
    private final AtomicLong seen = new AtomicLong();

    public LabelledMarker(final String text, final Set<Integer> ids) {
        this.marker = new Marker(text);
        this.ids = Set.copyOf(ids);
    }

    @Override
    public void frame(final byte[] frame, final int captured, final int wire, final long timestampNs) {
        if (marker.in(frame, captured)
                && FrameReader.read(frame, captured, wire) instanceof Tunnelled tunnelled
                && ids.contains(tunnelled.id())) {
            seen.incrementAndGet();
        }
    }

    /** Such packets so far; any thread. */
    public long seen() {
        return seen.get();
    }
}
