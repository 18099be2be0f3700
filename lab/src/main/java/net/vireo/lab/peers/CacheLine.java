// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** One value on a cache line of its own, which one thread waits for and another writes. */
final class CacheLine {
    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

    /** Two lines before and behind: processors fetch them in pairs. */
    private static final int PLACE = 16;

    private static final int SPINS_BETWEEN_CLOCKS = 1024;

    private final long[] values = new long[2 * PLACE];

    void set(final long value) {
        VALUE.setRelease(values, PLACE, value); // pairs with the acquire in await
    }

    /** Spins until the value has come. @return false when it did not within so many nanoseconds */
    boolean await(final long wanted, final long limitNs) {
        int spins = 0;
        long startNs = 0;
        while ((long) VALUE.getAcquire(values, PLACE) != wanted) {
            Thread.onSpinWait();
            if (++spins == SPINS_BETWEEN_CLOCKS) {
                spins = 0;
                final long nowNs = System.nanoTime();
                startNs = startNs == 0 ? nowNs : startNs;
                if (nowNs - startNs > limitNs) {
                    return false;
                }
            }
        }
        return true;
    }
}
