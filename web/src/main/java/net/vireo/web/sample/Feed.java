// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames of one node, from one sampler to any number of viewers. A viewer takes the latest that it has not seen: who is slow
 * misses some, and nobody waits for them. Keeps one frame a second of the last minutes. Any thread.
 */
public final class Feed {
    private static final int KEPT_FRAMES = 300;
    private static final long KEPT_EVERY_MS = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Frame> kept = new ArrayDeque<>(KEPT_FRAMES);
    private Frame latest;
    private String trouble = "it was not looked at yet";
    private int viewers;

    /** No frame yet. */
    public Feed() {}

    /** Gives viewers a frame. */
    public void publish(final Frame frame) {
        lock.lock();
        try {
            latest = frame;
            trouble = "";
            if (kept.isEmpty()
                    || frame.snapshot().atEpochMs() - kept.peekLast().snapshot().atEpochMs() >= KEPT_EVERY_MS) {
                if (kept.size() == KEPT_FRAMES) {
                    kept.removeFirst();
                }
                kept.addLast(frame);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Says why there are no frames now. What was seen before stays for those who ask for history. */
    public void fail(final String why) {
        lock.lock();
        try {
            latest = null;
            trouble = why;
        } finally {
            lock.unlock();
        }
    }

    /** The latest frame; empty while the node cannot be looked at. */
    public Optional<Frame> latest() {
        lock.lock();
        try {
            return Optional.ofNullable(latest);
        } finally {
            lock.unlock();
        }
    }

    /** Why there is no frame; empty when there is one. */
    public String trouble() {
        lock.lock();
        try {
            return trouble;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a frame that is newer.
     *
     * @param seen sequence of the frame seen last
     * @return empty when none came in time
     */
    public Optional<Frame> next(final long seen, final long timeoutMs) throws InterruptedException {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        lock.lockInterruptibly();
        try {
            while (latest == null || latest.snapshot().sequence() <= seen) {
                if (leftNs <= 0) {
                    return Optional.empty();
                }
                leftNs = changed.awaitNanos(leftNs);
            }
            return Optional.of(latest);
        } finally {
            lock.unlock();
        }
    }

    /** The kept frames of the last seconds, the oldest first. */
    public List<Frame> history(final int seconds) {
        lock.lock();
        try {
            final List<Frame> all = new ArrayList<>(kept);
            return all.subList(Math.max(0, all.size() - seconds), all.size());
        } finally {
            lock.unlock();
        }
    }

    /** The kept frame with a sequence, if it is still there. */
    public Optional<Frame> kept(final long sequence) {
        lock.lock();
        try {
            return kept.stream()
                    .filter(frame -> frame.snapshot().sequence() == sequence)
                    .findFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Somebody looks, until {@link #leave}. */
    public void join() {
        lock.lock();
        try {
            viewers++;
        } finally {
            lock.unlock();
        }
    }

    /** Looks no more. */
    public void leave() {
        lock.lock();
        try {
            viewers--;
        } finally {
            lock.unlock();
        }
    }

    /** How many look now. */
    public int viewers() {
        lock.lock();
        try {
            return viewers;
        } finally {
            lock.unlock();
        }
    }
}
