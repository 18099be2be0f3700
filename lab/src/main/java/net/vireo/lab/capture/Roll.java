// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Counts numbered frames: a text, then three decimal digits. So one frame twice is told from two frames. */
public final class Roll implements FrameSink {
    private static final int DIGITS = 3;

    private final Marker marker;
    private final int textBytes;
    private final AtomicIntegerArray seen;

    /** @param count frames are numbered from 0 to one less */
    public Roll(final String text, final int count) {
        marker = new Marker(text);
        textBytes = text.getBytes(StandardCharsets.US_ASCII).length;
        seen = new AtomicIntegerArray(count);
    }

    /** The text of a frame. */
    public static String numbered(final String text, final int number) {
        return text + number / 100 % 10 + number / 10 % 10 + number % 10;
    }

    @Override
    public void frame(final byte[] frame, final int captured, final int wire, final long timestampNs) {
        final int at = marker.find(frame, captured) + textBytes;
        if (at < textBytes || at + DIGITS > captured) {
            return;
        }
        int number = 0;
        for (int i = 0; i < DIGITS; i++) {
            number = number * 10 + frame[at + i] - '0';
        }
        if (number >= 0 && number < seen.length()) {
            seen.incrementAndGet(number);
        }
    }

    /** Frames so far; any thread. */
    public int total() {
        int total = 0;
        for (int i = 0; i < seen.length(); i++) {
            total += seen.get(i);
        }
        return total;
    }

    /** Whether each number was seen, and seen once; any thread. */
    public boolean eachOnce() {
        for (int i = 0; i < seen.length(); i++) {
            if (seen.get(i) != 1) {
                return false;
            }
        }
        return true;
    }
}
