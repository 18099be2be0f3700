// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many flows may wait for a verdict at once, over all lcores: what lcores made less what the control thread judged.
 * Above the limit a new flow takes a burst token, if there is one; a timer puts tokens back a step at a time. So a burst
 * of new flows passes, and a flood leaves the agent time to breathe (fact sheet vrouter-dataplane 1.7).
 */
public final class HoldLimit {
    /** Contrail's default in poll mode. */
    public static final int DEFAULT_LIMIT = 1000;

    /** A cache line of counters per lcore: each has one writer. */
    private static final int STRIDE = 8;

    private final int lcores;
    private final AtomicLongArray made;
    private final AtomicLongArray judged = new AtomicLongArray(1);
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile int limit = DEFAULT_LIMIT;
    private volatile int tokenLimit;
    private int intervalMs;
    private int step;
    private int lastMs;

    public HoldLimit(final int lcores) {
        this.lcores = lcores;
        made = new AtomicLongArray(lcores * STRIDE);
    }

    /** One that lets as many flows wait as this one now, and is told of none of them. Any thread. */
    public HoldLimit copy() {
        final HoldLimit copy = new HoldLimit(1);
        copy.limit = limit;
        copy.made.set(0, waitingCount());
        copy.tokens.set(tokens.get());
        return copy;
    }

    /** Sets how many flows may wait; 0 for no limit. Control thread. */
    public void limit(final int flows) {
        limit = flows;
    }

    /** Sets the tokens there are at most, and how many come back at which interval. Control thread. */
    public void burst(final int most, final int everyMs, final int atATime, final int nowMs) {
        tokenLimit = Math.max(most, 0);
        tokens.set(tokenLimit);
        intervalMs = everyMs;
        step = atATime;
        lastMs = nowMs;
    }

    /**
     * Whether one more flow may wait; takes a token if that is what it needs. An lcore, before it makes the flow; when
     * it made it, {@link #made} is to follow.
     */
    public boolean admit() {
        final int allowed = limit;
        return allowed == 0 || waitingCount() < allowed || takeToken();
    }

    /**
     * Whether somebody of whose flows so many wait may have one more, see {@link FlowShares}. Where nobody may have one, the
     * answer is {@link #admit}'s to give. An lcore, before that.
     */
    public boolean hasShare(final int waitingOfIts) {
        final int allowed = limit;
        final long left = allowed - waitingCount() + tokens.get();
        return allowed == 0 || left <= 0 || waitingOfIts < FlowShares.PART * left;
    }

    /** A flow was made that waits. That lcore. */
    public void made(final int lcore) {
        made.setRelease(lcore * STRIDE, made.getPlain(lcore * STRIDE) + 1);
    }

    /** So many flows that waited have their verdict, or are gone. Control thread or aging: any that ends a hold. */
    public void judged(final int flows) {
        judged.addAndGet(0, flows);
    }

    /** Puts tokens back when it is time. Control thread. */
    public void tick(final int nowMs) {
        if (intervalMs > 0 && nowMs - lastMs >= intervalMs) {
            lastMs = nowMs;
            tokens.updateAndGet(now -> Math.min(now + step, tokenLimit));
        }
    }

    /** Flows that wait now. */
    public long waitingCount() {
        long sum = -judged.get(0);
        for (int lcore = 0; lcore < lcores; lcore++) {
            sum += made.getAcquire(lcore * STRIDE);
        }
        return Math.max(sum, 0);
    }

    /** Flows that an lcore made. */
    public long madeCount(final int lcore) {
        return made.getAcquire(lcore * STRIDE);
    }

    /** Tokens that are left. */
    public int tokenCount() {
        return tokens.get();
    }

    private boolean takeToken() {
        int seen = tokens.get();
        while (seen > 0) {
            if (tokens.compareAndSet(seen, seen - 1)) {
                return true;
            }
            seen = tokens.get();
        }
        return false;
    }
}
