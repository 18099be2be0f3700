// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How often each {@link RingFault} happened. Written by the queue's one lcore, read by any thread. Given to a queue when
 * it is opened, so that the counts outlive a ring that is set up anew. Padded: two lcores' counters share no line.
 */
public final class FaultCounters {
    private static final int PADDING_LONGS = 16;
    private static final int COUNT = RingFault.values().length;
    private static final VarHandle CELL =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

    private final long[] cells = new long[PADDING_LONGS + COUNT + PADDING_LONGS];

    /** All zero. */
    public FaultCounters() {}

    /** Counts one. Called by the owning thread only. */
    public void add(final RingFault fault) {
        addCode(fault.code());
    }

    /** Counts one by its code. Called by the owning thread only. */
    void addCode(final int code) {
        final int cell = PADDING_LONGS - 1 - code;
        CELL.setOpaque(cells, cell, cells[cell] + 1);
    }

    /** Faults of a kind so far, as far as they reached this thread. */
    public long count(final RingFault fault) {
        return (long) CELL.getOpaque(cells, PADDING_LONGS - 1 - fault.code());
    }

    /** Faults of all kinds so far. */
    public long total() {
        long total = 0;
        for (int i = 0; i < COUNT; i++) {
            total += (long) CELL.getOpaque(cells, PADDING_LONGS + i);
        }
        return total;
    }
}
