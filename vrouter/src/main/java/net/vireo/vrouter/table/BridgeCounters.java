// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import net.vireo.linux.memory.Memory;

/** How often one lcore met each entry of a {@link BridgeTable}. Written by that lcore only, readable by any thread. */
public final class BridgeCounters {
    /** Keeps the memory mapped. */
    private final BridgeTable table;

    private final long base;

    BridgeCounters(final BridgeTable table, final long base) {
        this.table = table;
        this.base = base;
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

    /** The table that these belong to. */
    public BridgeTable table() {
        return table;
    }
}
