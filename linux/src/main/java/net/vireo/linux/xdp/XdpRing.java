// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.xdp;

import net.vireo.linux.memory.Memory;

/**
 * One of the four rings that an AF_XDP socket shares with the kernel, at the end that produces or at the one that
 * consumes. Both indices run freely through 32 bits and are masked for use; each side stores its own with release after
 * it wrote or read entries, and loads the other's with acquire. The other's index is looked at only when the last look
 * does not suffice.
 *
 * <p>One thread at a time; nothing allocates.
 */
public final class XdpRing {
    private static final int FLAG_NEED_WAKEUP = 1;

    private final long own;
    private final long other;
    private final long flags;
    private final long entries;
    private final int entryBytes;
    private final int mask;
    /** What is between the other's index and ours when the ring is at its limit: the size for a producer, 0 for a consumer. */
    private final int lead;

    private int position;
    private int limit;

    private XdpRing(
            final long own, final long other, final Parts parts, final int size, final int entryBytes, final int lead) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("a ring has a power of two of entries: " + size);
        }
        this.own = Memory.base(own);
        this.other = Memory.base(other);
        this.flags = Memory.base(parts.flags);
        this.entries = Memory.base(parts.entries);
        this.entryBytes = entryBytes;
        this.lead = lead;
        mask = size - 1;
        position = Memory.getIntAcquire(this.own);
        limit = position;
    }

    /** The addresses of a ring's parts. */
    record Parts(long producer, long consumer, long entries, long flags) {}

    /** Our end of a ring that the kernel consumes: fill and transmit. */
    static XdpRing producer(final Parts parts, final int size, final int entryBytes) {
        return new XdpRing(parts.producer, parts.consumer, parts, size, entryBytes, size);
    }

    /** Our end of a ring that the kernel produces: receive and completion. */
    static XdpRing consumer(final Parts parts, final int size, final int entryBytes) {
        return new XdpRing(parts.consumer, parts.producer, parts, size, entryBytes, 0);
    }

    /** How many entries there are in all. */
    public int size() {
        return mask + 1;
    }

    /** How many entries can be written or read now, at most {@code wanted}. */
    public int available(final int wanted) {
        if (limit - position < wanted) {
            limit = Memory.getIntAcquire(other) + lead; // pairs with the kernel's release
        }
        // An index that nobody could have written must not lead beyond the ring.
        return Math.max(0, Math.min(Math.min(limit - position, wanted), mask + 1));
    }

    /** Where the i-th entry from the position on lies; it must be available. */
    public long entry(final int i) {
        return entries + (long) (position + i & mask) * entryBytes;
    }

    /** Hands the next {@code count} entries to the kernel: written or read, they are its own now. */
    public void advance(final int count) {
        position += count;
        Memory.putIntRelease(own, position); // pairs with the kernel's acquire
    }

    /** Whether the kernel has not looked at entries that it was given. A producer's question. */
    public boolean isPending() {
        return Memory.getIntAcquire(other) != position;
    }

    /** Whether the kernel wants a system call before it goes on with this ring. */
    public boolean needsWakeup() {
        return (Memory.getIntAcquire(flags) & FLAG_NEED_WAKEUP) != 0;
    }
}
