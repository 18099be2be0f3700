// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.watch;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Takes a sample each second and prints what happened between two of them. On a terminal each picture replaces the one
 * before and {@code q} ends it; elsewhere they follow each other. Runs on the caller's thread.
 */
public final class Sampler {
    private static final long PERIOD_MS = 1000;
    private static final String CLEAR_SCREEN = "\033[H\033[2J";

    /** Turns two samples into what is printed. */
    @FunctionalInterface
    public interface Picture<S> {
        /** @param seconds how much later the second sample was taken */
        CharSequence between(S before, S after, double seconds);
    }

    private Sampler() {}

    /** Prints pictures until there were enough, the user quits, or the thread is interrupted. */
    public static <S> void run(
            final PrintWriter out, final int pictures, final Supplier<S> source, final Picture<S> picture) {
        try (Keyboard keyboard = Keyboard.open()) {
            S before = source.get();
            long beforeNs = System.nanoTime();
            for (int i = 0; i < pictures && keyboard.await(PERIOD_MS) != 'q'; i++) {
                final S after = source.get();
                final long nowNs = System.nanoTime();
                final double seconds = (nowNs - beforeNs) / (double) TimeUnit.SECONDS.toNanos(1);
                out.append(keyboard.isTerminal() ? CLEAR_SCREEN : "");
                out.append(picture.between(before, after, seconds));
                out.flush();
                before = after;
                beforeNs = nowNs;
            }
        }
    }

    /** Events per second, rounded; 0 for a counter that was set back. */
    public static long perSecond(final long before, final long after, final double seconds) {
        return after <= before || seconds <= 0 ? 0 : Math.round((after - before) / seconds);
    }
}
