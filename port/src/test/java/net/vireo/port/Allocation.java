// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a piece of work allocates on the heap. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Until here the compiler may take to see through the accessors of native memory and the system call. */
    private static final long PATIENCE_NS = 15_000_000_000L;

    private Allocation() {}

    /**
     * Bytes that {@code rounds} calls allocate on this thread: the least of several runs. The interpreter
     * allocates for method handles and a path met for the first time links its call sites; compiled code must not.
     */
    static long leastBytes(final int rounds, final Runnable work) {
        long least = Long.MAX_VALUE;
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (least > 0 && System.nanoTime() < deadlineNs) {
            least = Math.min(least, bytes(rounds, work));
        }
        return least;
    }

    /** Bytes that {@code rounds} calls allocate on this thread, now. */
    static long bytes(final int rounds, final Runnable work) {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < rounds; i++) {
            work.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
