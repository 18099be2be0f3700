// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.util.concurrent.TimeUnit;

/**
 * How long an lcore that finds a guest's ring full waits for room before it drops, in each burst, as it is now: it can be
 * changed while packets pass. One for all guests of a data plane. At 0, the default, nobody waits.
 */
public final class TxWait {
    /** No longer: while an lcore waits for one guest it serves no other. */
    public static final int MOST_US = 10_000;

    private volatile long ns;

    /** @param us in microseconds, 0 to {@link #MOST_US} */
    public TxWait(final int us) {
        change(us);
    }

    /** The longest wait in a burst, in microseconds. Any thread. */
    public int us() {
        return (int) TimeUnit.NANOSECONDS.toMicros(ns);
    }

    /** The same in nanoseconds. */
    long ns() {
        return ns;
    }

    /**
     * Changes it; lcores go by it from their next burst on. Control thread.
     *
     * @throws IllegalArgumentException a sentence, for a time that cannot be
     */
    public void change(final int us) {
        if (us < 0 || us > MOST_US) {
            throw new IllegalArgumentException("wait for room: " + us + " us, must be 0 .. " + MOST_US);
        }
        ns = TimeUnit.MICROSECONDS.toNanos(us);
    }
}
