// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.lang.foreign.Arena;
import net.vireo.linux.memory.Memory;

/**
 * Ethernet addresses of all VRFs: {@link BridgeKey} to {@link BridgeValue}, in native memory of a fixed size, laid out
 * by {@link BridgeLayout}. A bucket is one cache line of four slots; what does not fit is chained behind it.
 *
 * <p>Read by every lcore without locks; written through the one {@link BridgeWriter} on the control thread. A slot's
 * value is stored before its key is released, changes with one store, and its slot rests after a delete until every
 * lcore has been quiescent: a reader sees an entry whole or not at all. Lcores that learn addresses will send them to
 * the control thread. A slot number is stable for as long as its entry lives: routes refer to it as the bridge index.
 */
public final class BridgeTable {
    /** No such address. */
    public static final long MISS = 0;
    /** No such slot. */
    public static final int NONE = -1;

    private static final long MIX_A = 0x9e37_79b9_7f4a_7c15L;
    private static final long MIX_B = 0xbf58_476d_1ce4_e5b9L;

    final TableFile file;
    final BridgeLayout layout;
    private final int buckets;
    private final int entries;
    private final long lines;
    private final long overflow;
    private final long heads;
    private final long seed;

    /** Only through {@link BridgeWriter}, which checks what an earlier run left before anybody looks anything up. */
    BridgeTable(final TableFile file, final BridgeLayout layout) {
        this.file = file;
        this.layout = layout;
        buckets = layout.buckets();
        entries = layout.entries();
        lines = file.base() + layout.lines();
        overflow = file.base() + layout.overflow();
        heads = file.base() + layout.heads();
        seed = file.seed(0);
    }

    public BridgeLayout layout() {
        return layout;
    }

    /** The {@link BridgeValue} of a key, or {@link #MISS}. */
    public long lookup(final long key) {
        return value(find(key));
    }

    /** The slot of a key, or {@link #NONE}. */
    public int find(final long key) {
        return resolve(key, bucket(key) * BridgeLayout.BUCKET_SLOTS);
    }

    /**
     * Looks a burst up. The first pass only brings the lines in, so that their cache misses overlap.
     *
     * @param slots where the slots go, {@link #NONE} for what is not there
     * @param values where the values go, {@link #MISS} for what is not there
     */
    public void lookup(final long[] keys, final int[] slots, final long[] values, final int count) {
        for (int i = 0; i < count; i++) {
            final int bucket = bucket(keys[i]);
            final long line = lines + (long) bucket * BridgeLayout.LINE_BYTES;
            slots[i] = bucket * BridgeLayout.BUCKET_SLOTS;
            values[i] = Memory.getLong(line);
        }
        for (int i = 0; i < count; i++) {
            final int slot = resolve(keys[i], slots[i]);
            slots[i] = slot;
            values[i] = value(slot);
        }
    }

    private int resolve(final long key, final int first) {
        if (key == 0) {
            return NONE; // what a free slot holds
        }
        final long line = lines + (long) first * BridgeLayout.SLOT_BYTES;
        for (int lane = 0; lane < BridgeLayout.BUCKET_SLOTS; lane++) {
            if (Memory.getLongAcquire(line + (long) lane * BridgeLayout.SLOT_BYTES) == key) {
                return first + lane;
            }
        }
        return findInChain(key);
    }

    /** The value in a slot that {@link #find} answered in this burst; {@link #MISS} for {@link #NONE}. */
    public long value(final int slot) {
        return slot < 0 ? MISS : Memory.getLongAcquire(address(slot) + Long.BYTES);
    }

    /** The key in a slot, 0 when it is free. Any number may be asked. */
    public long key(final int slot) {
        return slot < 0 || slot >= layout.slots() ? 0 : Memory.getLongAcquire(address(slot));
    }

    /** The first slot in use from a number on, or {@link #NONE}: a dump's way through the table. */
    public int nextUsed(final int from) {
        for (int slot = Math.max(from, 0); slot < layout.slots(); slot++) {
            if (key(slot) != 0) {
                return slot;
            }
        }
        return NONE;
    }

    /**
     * The packet counters of one lcore; give them to that lcore alone. A number that no lcore of this table has is that of
     * a graph that only asks what would happen: what it counts is nobody's.
     */
    public BridgeCounters counters(final int lcore) {
        if (lcore >= layout.lcores()) {
            return new BridgeCounters(this, Arena.ofAuto().allocate((long) layout.slots() * Long.BYTES, Long.BYTES));
        }
        return new BridgeCounters(this, file.base() + layout.counters(lcore));
    }

    /** Packets of a slot over all lcores. Any thread. */
    public long packets(final int slot) {
        long sum = 0;
        for (int lcore = 0; lcore < layout.lcores(); lcore++) {
            sum += Memory.getLongOpaque(file.base() + layout.counters(lcore) + (long) slot * Long.BYTES);
        }
        return sum;
    }

    private int findInChain(final long key) {
        int next = Memory.getIntAcquire(head(bucket(key)));
        while (next != 0) {
            final long entry = overflow + (next - 1L) * BridgeLayout.OVERFLOW_BYTES;
            if (Memory.getLongAcquire(entry) == key) {
                return entries + next - 1;
            }
            next = Memory.getIntAcquire(entry + BridgeLayout.NEXT_OFFSET);
        }
        return NONE;
    }

    long address(final int slot) {
        return slot < entries
                ? lines + (long) slot * BridgeLayout.SLOT_BYTES
                : overflow + (long) (slot - entries) * BridgeLayout.OVERFLOW_BYTES;
    }

    long head(final int bucket) {
        return heads + (long) bucket * Integer.BYTES;
    }

    /** The upper half of a seeded product, scaled to the number of buckets. */
    int bucket(final long key) {
        long hash = (key ^ seed) * MIX_A;
        hash = (hash ^ hash >>> 32) * MIX_B;
        return (int) ((hash >>> 32) * buckets >>> 32);
    }
}
