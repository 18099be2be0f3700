// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/** The bridge table with its uses of next hops counted. Changes from the control thread. */
final class MacTable {
    private final BridgeWriter bridge;
    private final UseCounts uses;

    /** What is in the table, left by an earlier run perhaps, is counted too. */
    MacTable(final BridgeWriter bridge, final UseCounts uses) {
        this.bridge = bridge;
        this.uses = uses;
        final BridgeTable table = bridge.table();
        for (int slot = table.nextUsed(0); slot != BridgeTable.NONE; slot = table.nextUsed(slot + 1)) {
            count(table.value(slot), 1);
        }
    }

    BridgeWriter bridge() {
        return bridge;
    }

    int put(final long key, final long value) {
        final long before = bridge.table().lookup(key);
        final int slot = bridge.put(key, value);
        if (slot != BridgeWriter.FULL) {
            count(value, 1);
            count(before, -1);
        }
        return slot;
    }

    boolean remove(final long key) {
        count(bridge.table().lookup(key), -1);
        return bridge.remove(key);
    }

    private void count(final long value, final int change) {
        if (value != BridgeTable.MISS) {
            uses.nexthop(BridgeValue.nexthopId(value), change);
        }
    }
}
