// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import net.vireo.linux.memory.Memory;

/** What one lcore forwarded of each flow. Written by that lcore only; each value is whole for any reader. */
public final class FlowCounters {
    /** Keeps the memory mapped. */
    private final FlowTable table;

    private final long base;

    FlowCounters(final FlowTable table, final long base) {
        this.table = table;
        this.base = base;
    }

    /** One more packet of a flow that {@link FlowTable#find} answered in this burst. */
    public void count(final int index, final int lengthBytes) {
        final long row = base + (long) index * FlowLayout.COUNTER_BYTES;
        Memory.putLongOpaque(row, Memory.getLong(row) + 1);
        Memory.putLongOpaque(row + Long.BYTES, Memory.getLong(row + Long.BYTES) + lengthBytes);
    }

    /** The table that these belong to. */
    public FlowTable table() {
        return table;
    }
}
