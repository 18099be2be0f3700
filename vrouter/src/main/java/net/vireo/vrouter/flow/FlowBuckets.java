// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import net.vireo.linux.memory.Memory;
import net.vireo.vrouter.table.TableFile;

/**
 * Which slots of the table live. A bucket is one cache line:
 *
 * <pre>
 *   0  word:  63       36 35              16 15     0
 *            +-----------+------------------+--------+
 *            |  version  | first overflow+1 |  live  |
 *            +-----------+------------------+--------+
 *   8  taken: bit n is set from the claim of slot n until it may be claimed again
 *  16  signatures, 16 bits each: that of slot n is the (n / 4)-th of the (n % 4)-th eight bytes
 *
 *  link of an overflow slot:  63      33   32   31    16 15 .. (20 bits from 40 on: next overflow + 1)
 * </pre>
 *
 * A flow appears by one compare-and-set of the word, after its slot was filled; the version makes that fail whenever
 * anything else appeared or went since the bucket was searched. So two lcores never make the same flow twice, and
 * readers take no locks: what the word shows is whole. Many lcores may claim and publish at once; one thread at a time
 * unlinks and gives slots back.
 */
final class FlowBuckets {
    private static final int TAKEN = 8;
    private static final int SIGNATURES = 16;
    private static final int ALL_SLOTS = 0xffff;
    private static final int HEAD_SHIFT = 16;
    private static final long HEAD_MASK = 0xf_ffffL;
    private static final long VERSION_ONE = 1L << 36;

    private static final int LINK_SIGNATURE_SHIFT = 16;
    private static final int LINK_NEXT_SHIFT = 40;
    private static final long LINK_TAKEN = 0x1;
    private static final long LINK_LIVE = 0x2;

    private static final long EACH = 0x0001_0001_0001_0001L;
    private static final long LOW_BITS = 0x7fff_7fff_7fff_7fffL;

    private final TableFile file;
    private final FlowSlots slots;
    private final int entries;
    private final int overflowEntries;
    private final int count;
    private final long buckets;
    private final long links;
    private final OverflowList free;

    FlowBuckets(final TableFile file, final FlowLayout layout, final FlowSlots slots) {
        this.file = file;
        this.slots = slots;
        entries = layout.entries();
        overflowEntries = layout.overflowEntries();
        count = layout.bucketCount();
        buckets = file.base() + FlowLayout.buckets();
        links = file.base() + layout.links();
        free = new OverflowList(layout.overflowEntries());
    }

    int bucket(final long hash) {
        return (int) ((hash >>> Integer.SIZE) * count >>> Integer.SIZE);
    }

    long line(final int bucket) {
        return buckets + (long) bucket * FlowLayout.BUCKET_BYTES;
    }

    long word(final int bucket) {
        return Memory.getLongAcquire(line(bucket));
    }

    /** The live slots of a bucket with this hash's signature: bit n for slot n. */
    int candidates(final long line, final long word, final long hash) {
        final long pattern = (hash & ALL_SLOTS) * EACH;
        final long found = zeros(Memory.getLong(line + SIGNATURES) ^ pattern) >>> 15
                | zeros(Memory.getLong(line + SIGNATURES + 8) ^ pattern) >>> 14
                | zeros(Memory.getLong(line + SIGNATURES + 16) ^ pattern) >>> 13
                | zeros(Memory.getLong(line + SIGNATURES + 24) ^ pattern) >>> 12;
        return (int) (found | found >>> 12 | found >>> 24 | found >>> 36) & (int) word & ALL_SLOTS;
    }

    /** The top bit of each 16 bits that are zero. */
    private static long zeros(final long value) {
        return ~((value & LOW_BITS) + LOW_BITS | value | LOW_BITS);
    }

    /** Looks for a key among what a bucket's word showed. */
    int find(final int bucket, final long word, final long hash, final FlowKeys keys, final int row) {
        for (int left = candidates(line(bucket), word, hash); left != 0; left &= left - 1) {
            final int index = bucket * FlowLayout.BUCKET_SLOTS + Integer.numberOfTrailingZeros(left);
            if (slots.holds(index, keys, row)) {
                return index;
            }
        }
        return head(word) == 0 ? FlowTable.NONE : findInChain(head(word), hash, keys, row);
    }

    private int findInChain(final int first, final long hash, final FlowKeys keys, final int row) {
        int next = first;
        while (next != 0) {
            final long link = Memory.getLongAcquire(link(next - 1));
            final int index = entries + next - 1;
            if (signature(link) == (hash & ALL_SLOTS) && slots.holds(index, keys, row)) {
                return index;
            }
            next = next(link);
        }
        return FlowTable.NONE;
    }

    /** A slot of the bucket or of the overflow area that only the caller knows, or {@link FlowTable#NONE}. */
    int claim(final int bucket, final long hash) {
        final long line = line(bucket);
        while (true) {
            final int taken = Memory.getIntAcquire(line + TAKEN);
            final int bit = Integer.lowestOneBit(~taken & ALL_SLOTS);
            if (bit == 0) {
                final int overflow = free.pop();
                if (overflow == OverflowList.EMPTY) {
                    return FlowTable.NONE;
                }
                Memory.putLong(link(overflow), LINK_TAKEN | (hash & ALL_SLOTS) << LINK_SIGNATURE_SHIFT);
                return entries + overflow;
            }
            if (file.compareAndSetInt(line + TAKEN - file.base(), taken, taken | bit)) {
                final int index = bucket * FlowLayout.BUCKET_SLOTS + Integer.numberOfTrailingZeros(bit);
                Memory.putShort(signature(index), (short) hash);
                return index;
            }
        }
    }

    /** Makes a claimed and filled slot visible, unless the bucket has changed since {@code word}. */
    boolean publish(final int index, final int bucket, final long word) {
        final long wanted;
        if (index < entries) {
            wanted = word | 1L << index % FlowLayout.BUCKET_SLOTS;
        } else {
            final long link = link(index - entries);
            final long own = Memory.getLong(link) & (1L << LINK_NEXT_SHIFT) - 1;
            Memory.putLongRelease(link, own | LINK_LIVE | (long) head(word) << LINK_NEXT_SHIFT);
            wanted = word & ~(HEAD_MASK << HEAD_SHIFT) | index - entries + 1L << HEAD_SHIFT;
        }
        return swapWord(bucket, word, wanted);
    }

    /** Takes a live slot out of sight of those who search from now on. One thread at a time. */
    void unlink(final int index, final int bucket) {
        if (index < entries) {
            final long bit = 1L << index % FlowLayout.BUCKET_SLOTS;
            long word = word(bucket);
            while (!swapWord(bucket, word, word & ~bit)) {
                word = word(bucket);
            }
        } else {
            unlinkOverflow(index - entries, bucket);
        }
    }

    /** Its own link stays, for readers that stand on it. */
    private void unlinkOverflow(final int overflow, final int bucket) {
        final long own = Memory.getLong(link(overflow));
        while (true) {
            final long word = word(bucket);
            if (head(word) != overflow + 1) {
                break;
            }
            final long wanted = word & ~(HEAD_MASK << HEAD_SHIFT) | (long) next(own) << HEAD_SHIFT;
            if (swapWord(bucket, word, wanted)) {
                Memory.putLongRelease(link(overflow), own & ~LINK_LIVE);
                return;
            }
        }
        // Lcores only ever put new slots in front: behind the head the chain is this thread's.
        long before = link(head(word(bucket)) - 1);
        while (next(Memory.getLong(before)) != overflow + 1) {
            before = link(next(Memory.getLong(before)) - 1);
        }
        final long kept = Memory.getLong(before) & (1L << LINK_NEXT_SHIFT) - 1;
        Memory.putLongRelease(before, kept | (long) next(own) << LINK_NEXT_SHIFT);
        Memory.putLongRelease(link(overflow), own & ~LINK_LIVE);
    }

    /** Gives back a slot that nobody can be reading: it was never published, or its grace period has passed. */
    void release(final int index) {
        if (index >= entries) {
            Memory.putLongRelease(link(index - entries), 0);
            free.push(index - entries);
            return;
        }
        final long taken = line(index / FlowLayout.BUCKET_SLOTS) + TAKEN;
        final int bit = 1 << index % FlowLayout.BUCKET_SLOTS;
        int seen = Memory.getIntAcquire(taken);
        while (!file.compareAndSetInt(taken - file.base(), seen, seen & ~bit)) {
            seen = Memory.getIntAcquire(taken);
        }
    }

    /** Whether a slot is in sight. */
    boolean live(final int index) {
        return index < entries
                ? (word(index / FlowLayout.BUCKET_SLOTS) >>> index % FlowLayout.BUCKET_SLOTS & 1) != 0
                : (Memory.getLongAcquire(link(index - entries)) & LINK_LIVE) != 0;
    }

    /** The first slot in sight from a number on, or {@link FlowTable#NONE}; looks at no slot that was never used. */
    int nextLive(final int from) {
        int index = Math.max(from, 0);
        while (index < entries) {
            final long left = (word(index / FlowLayout.BUCKET_SLOTS) & ALL_SLOTS) >>> index % FlowLayout.BUCKET_SLOTS;
            if (left != 0) {
                return index + Long.numberOfTrailingZeros(left);
            }
            index = (index / FlowLayout.BUCKET_SLOTS + 1) * FlowLayout.BUCKET_SLOTS;
        }
        while (index < entries + overflowEntries && !live(index)) {
            index++;
        }
        return index < entries + overflowEntries ? index : FlowTable.NONE;
    }

    /** Recovery: the slots of a bucket that are taken without being in sight. */
    int takenOnly(final int bucket) {
        return Memory.getInt(line(bucket) + TAKEN) & ~(int) word(bucket) & ALL_SLOTS;
    }

    /** Recovery: a slot in sight is taken. */
    void take(final int index) {
        final long taken = line(index / FlowLayout.BUCKET_SLOTS) + TAKEN;
        Memory.putInt(taken, Memory.getInt(taken) | 1 << index % FlowLayout.BUCKET_SLOTS);
    }

    /** Recovery: the first of a bucket's chain, or {@link FlowTable#NONE}; not checked. */
    int firstOverflow(final int bucket) {
        return head(word(bucket)) - 1;
    }

    /** Recovery: the next of a chain, or {@link FlowTable#NONE}; not checked. */
    int nextOverflow(final int overflow) {
        return next(Memory.getLong(link(overflow))) - 1;
    }

    /** Recovery: whether an overflow slot was in use in whatever state. */
    boolean linkTaken(final int overflow) {
        return Memory.getLong(link(overflow)) != 0;
    }

    /** Recovery: whether a slot in sight has its key's signature. */
    boolean signed(final int index, final long hash) {
        if (index >= entries) {
            final long link = Memory.getLong(link(index - entries));
            return signature(link) == (hash & ALL_SLOTS) && (link & LINK_LIVE) != 0;
        }
        return (Memory.getShort(signature(index)) & ALL_SLOTS) == (hash & ALL_SLOTS);
    }

    private long signature(final int index) {
        final int slot = index % FlowLayout.BUCKET_SLOTS;
        return line(index / FlowLayout.BUCKET_SLOTS) + SIGNATURES + (slot & 3) * 8L + (slot >> 2) * 2L;
    }

    private boolean swapWord(final int bucket, final long word, final long wanted) {
        return file.compareAndSetLong(line(bucket) - file.base(), word, wanted + VERSION_ONE);
    }

    private long link(final int overflow) {
        return links + (long) overflow * Long.BYTES;
    }

    private static int head(final long word) {
        return (int) (word >>> HEAD_SHIFT & HEAD_MASK);
    }

    private static int next(final long link) {
        return (int) (link >>> LINK_NEXT_SHIFT & HEAD_MASK);
    }

    private static long signature(final long link) {
        return link >>> LINK_SIGNATURE_SHIFT & ALL_SLOTS;
    }
}
