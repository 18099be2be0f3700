// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import net.vireo.linux.memory.Memory;

/** What one lcore forwarded of each flow. Written by that lcore only; each value is whole for any reader. */
public final class FlowCounters {
    /** Keeps the memory mapped. */
    private final FlowTable table;

    private final long base;

    /** What was read ahead: kept, or the compiler would leave the reading out. */
    long ahead;

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

    /**
     * Reads ahead what each packet of a burst will need of its flow behind the key, the second half of the slot and the
     * counters, so that the cache misses overlap.
     *
     * @param found as {@link FlowTable#find} answered: what is not there is passed over
     */
    public void bringIn(final int[] found, final int count) {
        long all = 0;
        for (int i = 0; i < count; i++) {
            final int index = found[i];
            if (index >= 0) {
                all ^= table.source(index) ^ Memory.getLong(base + (long) index * FlowLayout.COUNTER_BYTES);
            }
        }
        ahead = all;
    }

    /** The table that these belong to. */
    public FlowTable table() {
        return table;
    }
}
