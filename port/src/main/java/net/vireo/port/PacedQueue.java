// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.port.pool.PoolCache;

/**
 * A queue whose empty looks cost a system call, looked at every few microseconds while nothing comes instead of every
 * cycle, and ever less often the longer that lasts: a packet waits no longer than the silence before it was, and never more
 * than {@value #MAX_PAUSE_NS} ns. An lcore that polls rings in memory at full speed would spend most of its time asking the
 * kernel for the host's and the fabric's packets otherwise. As long as packets come, nothing changes. One lcore's.
 */
public final class PacedQueue implements RxQueue {
    /** So many empty looks in a row, and the queue is quiet. */
    static final int QUIET_LOOKS = 16;

    private static final long FIRST_PAUSE_NS = 5_000;
    /** Two such queues, the host's and the agent's, then cost an lcore that is busy with others some two percent. */
    private static final long MAX_PAUSE_NS = 40_000;

    /** The clock is read once in so many calls. */
    private static final int CALLS_PER_CLOCK = 4;

    private final RxQueue queue;
    private int emptyLooks;
    private int calls;
    private long pauseNs = FIRST_PAUSE_NS;
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
            wake();
        } else if (++emptyLooks >= QUIET_LOOKS) {
            nextLookNs = System.nanoTime() + pauseNs;
            pauseNs = Math.min(2 * pauseNs, MAX_PAUSE_NS);
        }
        return count;
    }

    private void wake() {
        emptyLooks = 0;
        pauseNs = FIRST_PAUSE_NS;
    }

    private boolean isTooSoon() {
        return ++calls % CALLS_PER_CLOCK != 0 || System.nanoTime() - nextLookNs < 0;
    }

    /** The lcore sleeps on the descriptor next: it wakes by what came in a pause, and must not look away then. */
    @Override
    public boolean rest() {
        wake();
        return queue.rest();
    }

    @Override
    public int readinessFd() {
        return queue.readinessFd();
    }
}
