// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.util.concurrent.locks.LockSupport;
import net.vireo.linux.Epoll;
import net.vireo.linux.EventFd;
import net.vireo.linux.Fds;
import net.vireo.port.RxQueue;

/**
 * Lets one lcore sleep until one of its queues has packets or somebody wakes it. All methods but {@link #wake} are
 * called by the lcore.
 */
final class Sleeper implements AutoCloseable {
    /** An upper bound, so that nothing lasts for ever, whatever was missed. */
    private static final int MAX_SLEEP_MS = 1000;

    /** When a queue cannot be waited on, it is looked at so often. */
    private static final long NAP_NS = 100_000;

    private static final int WAKE_TAG = 0;
    private static final int QUEUE_TAG = 1;

    private final Epoll epoll = Epoll.open();
    private final int wakeFd = EventFd.create();
    private final int[] readyTags = new int[8];
    private final Object closing = new Object();

    /** Guarded by {@link #closing}. */
    private boolean closed;

    private int queuesWithoutFd;

    /** True from before the lcore looks for commands a last time until it is awake. */
    private volatile boolean sleeping;

    Sleeper() {
        epoll.add(wakeFd, Epoll.IN, WAKE_TAG);
    }

    void add(final RxQueue queue) {
        if (queue.readinessFd() == RxQueue.NO_FD) {
            queuesWithoutFd++;
        } else {
            epoll.add(queue.readinessFd(), Epoll.IN, QUEUE_TAG);
        }
    }

    void remove(final RxQueue queue) {
        if (queue.readinessFd() == RxQueue.NO_FD) {
            queuesWithoutFd--;
        } else {
            epoll.remove(queue.readinessFd());
        }
    }

    /** Announces that the lcore is about to sleep: whoever sends a command after this wakes it. */
    void prepare() {
        sleeping = true;
    }

    /** Sleeps until there is something to do, a fraction of a millisecond if that cannot be known. */
    void sleep() {
        if (queuesWithoutFd > 0) {
            LockSupport.parkNanos(this, NAP_NS);
            return;
        }
        final int ready = epoll.await(readyTags, MAX_SLEEP_MS);
        for (int i = 0; i < ready; i++) {
            if (readyTags[i] == WAKE_TAG) {
                EventFd.drain(wakeFd);
            }
        }
    }

    /** The lcore is awake, or has found something to do after all. */
    void cancel() {
        sleeping = false;
    }

    /** Wakes the lcore if it sleeps or is about to. Any thread. */
    void wake() {
        if (sleeping) {
            // The lcore may end, by a command of ours even, before it is woken: the descriptor's number is somebody
            // else's then.
            synchronized (closing) {
                if (!closed) {
                    EventFd.signal(wakeFd);
                }
            }
        }
    }

    @Override
    public void close() {
        epoll.close();
        synchronized (closing) {
            closed = true;
            Fds.close(wakeFd);
        }
    }
}
