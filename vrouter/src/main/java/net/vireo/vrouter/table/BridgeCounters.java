// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.lang.foreign.MemorySegment;
import net.vireo.linux.memory.Memory;

/** How often one lcore met each entry of a {@link BridgeTable}. Written by that lcore only, readable by any thread. */
public final class BridgeCounters {
    /** Keeps the memory mapped. */
    private final BridgeTable table;

    /** Memory of its own, which it keeps; null when the table's is meant. */
    private final MemorySegment own;

    private final long base;

    BridgeCounters(final BridgeTable table, final long base) {
        this.table = table;
        this.base = base;
        own = null;
    }

    /** Counters that are not the table's. */
    BridgeCounters(final BridgeTable table, final MemorySegment own) {
        this.table = table;
        this.own = own;
        base = own.address();
    }

    /** One more packet for the entry in this slot, which {@link BridgeTable#find} answered in this burst. */
    public void count(final int slot) {
        count(slot, 1);
    }

    /** So many more packets for it. */
    public void count(final int slot, final int packets) {
        final long counter = base + (long) slot * Long.BYTES;
        Memory.putLongOpaque(counter, Memory.getLong(counter) + packets);
    }

    /** Whether the table sums these up. */
    public boolean isSummed() {
        return own == null;
    }

    /** The table that these belong to. */
    public BridgeTable table() {
        return table;
    }
}
