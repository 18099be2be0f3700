// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * The size of a hashed table: places that a key's hash leads to, and places for what finds those taken.
 *
 * @param entries places by hash, at least one
 * @param overflowEntries places for the overflow
 */
public record TableSize(int entries, int overflowEntries) {
    private static final int OVERFLOW_SHARE = 5;
    private static final int OVERFLOW_UNIT = 1024;

    public TableSize {
        if (entries < 1 || overflowEntries < 0) {
            throw new IllegalArgumentException(
                    entries + " entries and " + overflowEntries + " for the overflow, at least 1 and 0 are needed");
        }
    }

    /** With Contrail's share for the overflow: a fifth, in whole 1024s (fact sheet vrouter-dataplane 1.0). */
    public static TableSize of(final int entries) {
        return new TableSize(entries, Math.ceilDiv(entries / OVERFLOW_SHARE, OVERFLOW_UNIT) * OVERFLOW_UNIT);
    }

    /** All places: indices into the table are below this. */
    public int total() {
        return Math.addExact(entries, overflowEntries);
    }
}
