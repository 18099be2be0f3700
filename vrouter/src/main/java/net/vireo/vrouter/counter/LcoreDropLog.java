// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import net.vireo.linux.memory.Memory;

/**
 * One lcore's ring of the drop log. Written by that lcore only; nothing here allocates, waits or reads a clock. A reader
 * sees by an entry's sequence whether it read a whole one.
 */
public final class LcoreDropLog {
    private static final int WORD_BITS = 32;
    private static final int HALF_BITS = 16;
    private static final int HALF = 0xffff;

    /** Keeps the memory mapped. */
    private final MemorySegment memory;

    private final long header;
    private final long ring;
    private final int entries;
    private long number;
    private int next;
    private long nowNs;

    LcoreDropLog(final MemorySegment memory, final long header, final long ring, final int entries) {
        this.memory = memory;
        this.header = header;
        this.ring = ring;
        this.entries = entries;
    }

    /** The time of drops from now on: {@link System#nanoTime} as the lcore read it for its cycle. */
    public void tick(final long nanoTime) {
        nowNs = nanoTime;
    }

    /**
     * Keeps a drop, if the log is on.
     *
     * @param reason {@link DropReason#position}
     * @param vif the vif that the packet came in on
     * @param nexthopId the next hop that it had reached, or -1
     * @param address its first byte; at least {@code min(lengthBytes, HEAD_BYTES)} bytes can be read there
     * @param lengthBytes its whole length
     */
    public void record(
            final int reason, final int vif, final int nexthopId, final long address, final int lengthBytes) {
        final int mode = Memory.getInt(header + DropLogLayout.MODE_OFFSET);
        if (mode == DropLogLayout.MODE_OFF) {
            return;
        }
        final long entry = ring + DropLogLayout.RING_HEAD_BYTES + (long) next * DropLogLayout.ENTRY_BYTES;
        next = next + 1 == entries ? 0 : next + 1;
        final int captured =
                mode == DropLogLayout.MODE_MINIMAL ? 0 : Math.clamp(lengthBytes, 0, DropLogLayout.HEAD_BYTES);
        Memory.putLongOpaque(entry + DropLogLayout.SEQUENCE, 0);
        // Whoever meets anything of the new entry must not take the old sequence for it.
        VarHandle.storeStoreFence();
        Memory.putLong(entry + DropLogLayout.TIME, nowNs);
        Memory.putLong(
                entry + DropLogLayout.WHERE, (long) vif << WORD_BITS | (long) (reason & HALF) << HALF_BITS | captured);
        Memory.putLong(entry + DropLogLayout.WHAT, (long) nexthopId << WORD_BITS | lengthBytes & 0xffff_ffffL);
        Memory.copy(Memory.base(address), entry + DropLogLayout.HEAD, captured);
        number++;
        Memory.putLongRelease(entry + DropLogLayout.SEQUENCE, number);
        Memory.putLongRelease(ring, number);
    }

    /** How many drops were kept so far. */
    public long count() {
        return number;
    }

    @Override
    public String toString() {
        return number + " drops in " + memory;
    }
}
