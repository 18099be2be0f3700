// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import net.vireo.linux.memory.Memory;

/**
 * What one lcore forwarded of each flow. The first lcore that counts a flow's packets owns the counters in its slot, in a
 * line that is at hand; others have rows of their own beside the table. Written by that lcore only; each value is whole
 * for any reader.
 */
public final class FlowCounters {
    /** Keeps the memory mapped. */
    private final FlowTable table;

    private final FlowSlots slots;
    private final int lcore;
    private final long base;

    /** @param base address of the lcore's rows */
    FlowCounters(final FlowTable table, final int lcore, final long base) {
        this.table = table;
        this.lcore = lcore;
        this.base = base;
        slots = table.slots();
    }

    /** One more packet of a flow that {@link FlowTable#find} answered in this burst. */
    public void count(final int index, final int lengthBytes) {
        final long slot = slots.address(index);
        if (FlowSlots.isOwner(slot, lcore) || slots.own(index, lcore)) {
            add(slot + FlowSlots.PACKETS, lengthBytes);
        } else {
            add(base + (long) index * FlowLayout.COUNTER_BYTES, lengthBytes);
        }
    }

    /** @param row packets, and bytes behind them */
    private static void add(final long row, final int lengthBytes) {
        Memory.putLongOpaque(row, Memory.getLong(row) + 1);
        Memory.putLongOpaque(row + Long.BYTES, Memory.getLong(row + Long.BYTES) + lengthBytes);
    }

    /** The table that these belong to. */
    public FlowTable table() {
        return table;
    }
}
