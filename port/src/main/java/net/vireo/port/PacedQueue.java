// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.port.pool.PoolCache;

/**
 * A queue whose empty looks cost a system call, looked at every few microseconds while nothing comes instead of every
 * cycle. An lcore that polls rings in memory at full speed would spend most of its time asking the kernel for the host's
 * and the fabric's packets otherwise. As long as packets come, nothing changes. One lcore's.
 */
public final class PacedQueue implements RxQueue {
    /** So many empty looks in a row, and the queue is quiet. */
    static final int QUIET_LOOKS = 16;

    private static final long PAUSE_NS = 5_000;
    /** The clock is read once in so many calls. */
    private static final int CALLS_PER_CLOCK = 4;

    private final RxQueue queue;
    private int emptyLooks;
    private int calls;
    private long nextLookNs;

    private PacedQueue(final RxQueue queue) {
        this.queue = queue;
    }

    /** The queue itself when looking at it costs nothing. */
    public static RxQueue of(final RxQueue queue) {
        return queue.looksByCall() ? new PacedQueue(queue) : queue;
    }

    @Override
    public int receive(final PoolCache cache, final long[] packets, final int capacity) {
        if (emptyLooks >= QUIET_LOOKS && isTooSoon()) {
            return 0;
        }
        final int count = queue.receive(cache, packets, capacity);
        if (count > 0) {
            emptyLooks = 0;
        } else if (++emptyLooks >= QUIET_LOOKS) {
            nextLookNs = System.nanoTime() + PAUSE_NS;
        }
        return count;
    }

    private boolean isTooSoon() {
        return ++calls % CALLS_PER_CLOCK != 0 || System.nanoTime() - nextLookNs < 0;
    }

    /** The lcore sleeps on the descriptor next: it wakes by what came in a pause, and must not look away then. */
    @Override
    public boolean rest() {
        emptyLooks = 0;
        return queue.rest();
    }

    @Override
    public int readinessFd() {
        return queue.readinessFd();
    }
}
