// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.BitSet;
import net.vireo.linux.memory.Memory;

/**
 * The one writer of a {@link BridgeTable}. Control thread only. Knows beside the table which slots are free; that is
 * found again from the table itself when a restarted data plane takes it over.
 */
public final class BridgeWriter {
    /** There was no room: nothing was changed. */
    public static final int FULL = -1;

    private final BridgeTable table;
    private final BridgeLayout layout;
    private final BitSet restingSlots = new BitSet();
    private final RestingSlots resting;
    private final int[] freeOverflow;
    private int freeOverflowCount;
    private int usedEntries;
    private long refusedCount;

    private BridgeWriter(final TableFile file, final BridgeLayout layout, final Quiescence quiescence)
            throws IOException {
        this.layout = layout;
        table = new BridgeTable(file, layout);
        resting = new RestingSlots(quiescence);
        freeOverflow = new int[layout.overflowEntries()];
        final BitSet chained = new BridgeRecovery(table).run();
        for (int entry = layout.overflowEntries() - 1; entry >= 0; entry--) {
            if (!chained.get(entry)) {
                freeOverflow[freeOverflowCount++] = entry;
            }
        }
        for (int slot = 0; slot < layout.entries(); slot++) {
            usedEntries += table.key(slot) == 0 ? 0 : 1;
        }
    }

    /** An empty table in a new file; one that is there is replaced. */
    public static BridgeWriter create(final Path path, final BridgeLayout layout, final Quiescence quiescence)
            throws IOException {
        final TableFile file = TableFile.create(path, BridgeLayout.FORMAT, layout.sizes(), layout.fileBytes());
        return new BridgeWriter(file, layout, quiescence);
    }

    /**
     * The table that an earlier run left, when no process writes it any more.
     *
     * @throws IOException a sentence, when the file is another kind, version or size, or damaged
     */
    public static BridgeWriter open(final Path path, final BridgeLayout layout, final Quiescence quiescence)
            throws IOException {
        final TableFile file = TableFile.open(path, BridgeLayout.FORMAT, layout.sizes(), layout.fileBytes());
        return new BridgeWriter(file, layout, quiescence);
    }

    /** An empty table that only this process sees. */
    public static BridgeWriter anonymous(final BridgeLayout layout, final Quiescence quiescence) {
        try {
            return new BridgeWriter(
                    TableFile.anonymous(BridgeLayout.FORMAT, layout.sizes(), layout.fileBytes()), layout, quiescence);
        } catch (final IOException e) {
            throw new UncheckedIOException(e); // fresh memory is not damaged
        }
    }

    /** The table, for its readers. */
    public BridgeTable table() {
        return table;
    }

    /**
     * Adds an entry, or changes the value of the one that is there, with one store.
     *
     * @param key not 0
     * @return its slot, or {@link #FULL}
     */
    public int put(final long key, final long value) {
        final int there = table.find(key);
        if (there != BridgeTable.NONE) {
            Memory.putLongRelease(table.address(there) + Long.BYTES, value);
            return there;
        }
        int slot = key == 0 ? FULL : freeSlot(key);
        if (slot == FULL && key != 0 && recycle() > 0) {
            slot = freeSlot(key);
        }
        if (slot == FULL) {
            refusedCount++;
            return FULL;
        }
        fill(slot, key, value);
        return slot;
    }

    /** @return whether there was such an entry */
    public boolean remove(final long key) {
        final int slot = table.find(key);
        if (slot == BridgeTable.NONE) {
            return false;
        }
        Memory.putLongRelease(table.address(slot), 0);
        if (slot < layout.entries()) {
            usedEntries--;
            restingSlots.set(slot);
        } else {
            unlink(slot, table.bucket(key));
        }
        resting.retire(slot);
        return true;
    }

    /** Removes everything. */
    public void clear() {
        for (int slot = table.nextUsed(0); slot != BridgeTable.NONE; slot = table.nextUsed(slot + 1)) {
            remove(table.key(slot));
        }
    }

    /** Entries in buckets. */
    public int usedEntries() {
        return usedEntries;
    }

    /** Entries in the overflow area. */
    public int usedOverflow() {
        return layout.overflowEntries() - freeOverflowCount - (resting.count() - restingSlots.cardinality());
    }

    /** How many entries found no room. */
    public long refusedCount() {
        return refusedCount;
    }

    private int freeSlot(final long key) {
        final int first = table.bucket(key) * BridgeLayout.BUCKET_SLOTS;
        for (int slot = first; slot < first + BridgeLayout.BUCKET_SLOTS; slot++) {
            if (table.key(slot) == 0 && !restingSlots.get(slot)) {
                return slot;
            }
        }
        return freeOverflowCount == 0 ? FULL : layout.entries() + freeOverflow[--freeOverflowCount];
    }

    private int recycle() {
        return resting.recycle(slot -> {
            if (slot < layout.entries()) {
                restingSlots.clear(slot);
            } else {
                freeOverflow[freeOverflowCount++] = slot - layout.entries();
            }
        });
    }

    private void fill(final int slot, final long key, final long value) {
        final long address = table.address(slot);
        for (int lcore = 0; lcore < layout.lcores(); lcore++) {
            clearCounter(table.file.base() + layout.counters(lcore) + (long) slot * Long.BYTES);
        }
        Memory.putLongRelease(address + Long.BYTES, value);
        if (slot < layout.entries()) {
            usedEntries++;
            // Release: who finds the key finds the value.
            Memory.putLongRelease(address, key);
        } else {
            final long head = table.head(table.bucket(key));
            Memory.putLongRelease(address, key);
            Memory.putIntRelease(address + BridgeLayout.NEXT_OFFSET, Memory.getInt(head));
            Memory.putIntRelease(head, slot - layout.entries() + 1);
        }
    }

    /** A counter that nobody has touched stays so: writing it would take a page of memory. */
    private static void clearCounter(final long address) {
        if (Memory.getLong(address) != 0) {
            Memory.putLongOpaque(address, 0);
        }
    }

    /** Takes an entry out of its chain; its own link stays, for readers that stand on it. */
    private void unlink(final int slot, final int bucket) {
        final int wanted = slot - layout.entries() + 1;
        long link = table.head(bucket);
        while (Memory.getInt(link) != wanted) {
            link = table.address(layout.entries() + Memory.getInt(link) - 1) + BridgeLayout.NEXT_OFFSET;
        }
        Memory.putIntRelease(link, Memory.getInt(table.address(slot) + BridgeLayout.NEXT_OFFSET));
    }
}
