// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import net.vireo.linux.memory.Memory;

/**
 * The chains of flows behind full buckets: a link per overflow slot.
 *
 * <pre>
 *  63  60 59            40 39      32 31         16 15      2 1    0
 * +------+----------------+----------+-------------+---------+------+
 * |  -   | next + 1, or 0 |    -     |  signature  |    -    | flags|   1 taken, 2 in sight
 * +------+----------------+----------+-------------+---------+------+
 * </pre>
 *
 * Lcores put new slots in front of a chain, which is the business of the bucket's word; behind the first, a chain
 * belongs to the one thread that unlinks.
 */
final class FlowLinks {
    /** Of a link; {@link FlowReader} looks for it too. */
    static final long LIVE = 0x2;

    private static final long TAKEN = 0x1;
    private static final int SIGNATURE_SHIFT = 16;
    private static final int SIGNATURE_MASK = 0xffff;
    private static final int NEXT_SHIFT = 40;
    private static final long NEXT_MASK = 0xf_ffffL;

    private final FlowSlots slots;
    private final int entries;
    private final long links;
    private final OverflowList free;

    /** @param links where the links are */
    FlowLinks(final FlowLayout layout, final FlowSlots slots, final long links) {
        this.slots = slots;
        this.links = links;
        entries = layout.entries();
        free = new OverflowList(layout.overflowEntries());
    }

    /** An overflow slot that only the caller knows, or {@link FlowTable#NONE}. */
    int claim(final long hash) {
        final int overflow = free.pop();
        if (overflow != OverflowList.EMPTY) {
            Memory.putLong(link(overflow), TAKEN | (hash & SIGNATURE_MASK) << SIGNATURE_SHIFT);
        }
        return overflow;
    }

    /** Gives a slot back that nobody can be reading. */
    void release(final int overflow) {
        Memory.putLongRelease(link(overflow), 0);
        free.push(overflow);
    }

    /** Readies a claimed slot to be put in front of a chain. */
    void precede(final int overflow, final int next) {
        point(overflow, next, LIVE);
    }

    /** Looks for a key in a chain; answers the index of a slot or {@link FlowTable#NONE}. */
    int find(final int first, final long hash, final FlowKeys keys, final int row) {
        int overflow = first;
        while (overflow != FlowTable.NONE) {
            final long link = Memory.getLongAcquire(link(overflow));
            if (signature(link) == (hash & SIGNATURE_MASK) && slots.holds(entries + overflow, keys, row)) {
                return entries + overflow;
            }
            overflow = next(link);
        }
        return FlowTable.NONE;
    }

    /** Takes a slot out of a chain in which it is not the first. The unlinking thread. */
    void unlinkBehind(final int first, final int overflow) {
        int before = first;
        while (next(before) != overflow) {
            before = next(before);
        }
        point(before, next(overflow), 0);
    }

    /** A slot that was taken out of its chain is out of sight; its link stays, for readers that stand on it. */
    void hide(final int overflow) {
        Memory.putLongRelease(link(overflow), Memory.getLong(link(overflow)) & ~LIVE);
    }

    /** The next of a chain, or {@link FlowTable#NONE}. */
    int next(final int overflow) {
        return next(Memory.getLong(link(overflow)));
    }

    boolean live(final int overflow) {
        return (Memory.getLongAcquire(link(overflow)) & LIVE) != 0;
    }

    /** Whether a slot is in use in whatever state. */
    boolean taken(final int overflow) {
        return Memory.getLong(link(overflow)) != 0;
    }

    /** Whether a slot is in sight under a hash's signature. */
    boolean signed(final int overflow, final long hash) {
        return live(overflow) && signature(Memory.getLong(link(overflow))) == (hash & SIGNATURE_MASK);
    }

    private void point(final int overflow, final int next, final long flags) {
        final long kept = Memory.getLong(link(overflow)) & (1L << NEXT_SHIFT) - 1;
        Memory.putLongRelease(link(overflow), kept | flags | next + 1L << NEXT_SHIFT);
    }

    private long link(final int overflow) {
        return links + (long) overflow * Long.BYTES;
    }

    private static int next(final long link) {
        return (int) (link >>> NEXT_SHIFT & NEXT_MASK) - 1;
    }

    private static long signature(final long link) {
        return link >>> SIGNATURE_SHIFT & SIGNATURE_MASK;
    }
}
