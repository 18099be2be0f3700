// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a piece of work allocates on the heap. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int RUNS = 5;

    private Allocation() {}

    /**
     * Bytes that {@code rounds} calls allocate on this thread: the least of a few runs, for a path met for the first
     * time links its call sites once, and that is no leak.
     */
    static long leastBytes(final int rounds, final Runnable work) {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS && least > 0; run++) {
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < rounds; i++) {
                work.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
