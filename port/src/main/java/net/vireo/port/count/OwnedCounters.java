// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.count;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A row of counters that one thread writes and any thread reads: whole values, in no order between cells. The row is
 * padded on both sides so that two writers never share a cache line.
 */
public final class OwnedCounters {
    private static final int PADDING_LONGS = 16;
    private static final VarHandle CELL =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

    private final long[] cells;

    public OwnedCounters(final int cellCount) {
        cells = new long[PADDING_LONGS + cellCount + PADDING_LONGS];
    }

    /** Adds to a cell. Called by the owning thread only. */
    public void add(final int cell, final long count) {
        CELL.setOpaque(cells, PADDING_LONGS + cell, cells[PADDING_LONGS + cell] + count);
    }

    /** Sets a cell. Called by the owning thread only. */
    public void set(final int cell, final long value) {
        CELL.setOpaque(cells, PADDING_LONGS + cell, value);
    }

    /** What the owner wrote last, as far as it has reached this thread. */
    public long value(final int cell) {
        return (long) CELL.getOpaque(cells, PADDING_LONGS + cell);
    }
}
