// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.util.function.LongSupplier;

/**
 * One lcore's patience with one guest whose ring is full: it lasts as long as {@link TxWait} says, in each burst anew, and is
 * lost after a few bursts for which it waited in vain. Then nothing is waited for until the guest has moved: a guest that
 * is dead slows no other one. Called by the lcore; nothing allocates.
 */
final class Patience {
    /** So many bursts in a row were waited for in vain, and the guest counts as stuck. */
    static final int MOST_IN_VAIN = 3;

    /** For so long the lcore spins; afterwards it offers its CPU, which may be the one that the guest is waiting for. */
    private static final long SPIN_NS = 20_000;

    /** Between two looks: a microsecond or two. */
    private static final int SPINS = 32;

    private static final Runnable OFFER_CPU = Thread::yield;

    private final TxWait limit;
    private final LongSupplier clock;
    private long beganNs;
    private long longestNs;
    private int inVain;

    /** @param clock in nanoseconds */
    Patience(final TxWait limit, final LongSupplier clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** The guest has made room since the last burst. */
    void guestMoved() {
        inVain = 0;
    }

    /** A burst found no room. @return whether it is to be waited for */
    boolean begin() {
        longestNs = limit.ns();
        if (longestNs == 0 || inVain >= MOST_IN_VAIN) {
            return false;
        }
        beganNs = clock.getAsLong();
        return true;
    }

    /** Waits a moment. @return false when the time is over: look once more and give up */
    boolean pause() {
        final long waitedNs = clock.getAsLong() - beganNs;
        if (waitedNs < SPIN_NS) {
            for (int i = 0; i < SPINS; i++) {
                Thread.onSpinWait();
            }
        } else {
            OFFER_CPU.run();
        }
        return clock.getAsLong() - beganNs < longestNs;
    }

    /**
     * The burst's wait is over.
     *
     * @param moved whether the guest made room in it
     */
    void end(final boolean moved) {
        inVain = moved ? 0 : inVain + 1;
    }
}
