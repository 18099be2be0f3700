// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Counts frames that carry a given text anywhere: how a tenant's packets are recognised wherever they turn up. */
public final class Marker implements FrameSink {
    private final byte[] text;
    private final AtomicLong seen = new AtomicLong();

    public Marker(final String text) {
        this.text = text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void frame(final byte[] frame, final int captured, final int wire, final long timestampNs) {
        if (in(frame, captured)) {
            seen.incrementAndGet();
        }
    }

    /** Frames with the text so far; any thread. */
    public long seen() {
        return seen.get();
    }

    /** Whether the text is in the first {@code captured} bytes. */
    boolean in(final byte[] frame, final int captured) {
        return find(frame, captured) >= 0;
    }

    /** Where the text begins in the first {@code captured} bytes, or -1. */
    int find(final byte[] frame, final int captured) {
        for (int at = 0; at + text.length <= captured; at++) {
            int matched = 0;
            while (matched < text.length && frame[at + matched] == text[matched]) {
                matched++;
            }
            if (matched == text.length) {
                return at;
            }
        }
        return -1;
    }
}
