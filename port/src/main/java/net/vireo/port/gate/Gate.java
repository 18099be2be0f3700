// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.gate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one thread at a time to a ring: the lcore that works on it for one burst, another lcore that sends to the same
 * queue, or the control thread that is about to take the ring or its memory away. Once the control thread is inside,
 * no lcore holds anything of the ring, and none will before it leaves: that is the grace period after which memory is
 * unmapped and descriptors are closed.
 *
 * <p>The word lies on the Java heap, in no guest's memory. Uncontended, entering is one compare-and-set per burst. Any
 * thread; not reentrant; nothing allocates.
 */
public final class Gate {
    private static final VarHandle BUSY;

    static {
        try {
            BUSY = MethodHandles.lookup()
                    .findVarHandle(Gate.class, "busy", int.class)
                    .withInvokeExactBehavior();
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** So many looks (some tens of microseconds) and the holder has lost its CPU, most likely: it is given ours. */
    private static final int SPINS = 1 << 12;

    private static final long NAP_NS = 1000;

    @SuppressWarnings("unused") // through the handle
    private int busy;

    /** Nobody is inside. */
    public Gate() {}

    /** Enters if nobody is inside. Acquire: what the last one inside did is visible; pairs with {@link #leave}. */
    public boolean tryEnter() {
        return (int) BUSY.getOpaque(this) == 0 && (int) BUSY.compareAndExchangeAcquire(this, 0, 1) == 0;
    }

    /** Enters, when the one inside has left: a burst's time, unless it lost its CPU. */
    public void enter() {
        int spins = 0;
        while (!tryEnter()) {
            if (++spins % SPINS == 0) {
                LockSupport.parkNanos(this, NAP_NS);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /** Leaves. Release: pairs with the next one's entering. */
    public void leave() {
        BUSY.setRelease(this, 0);
    }
}
