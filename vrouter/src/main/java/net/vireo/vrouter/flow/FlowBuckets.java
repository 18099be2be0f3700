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
 * </pre>
 *
 * A flow appears by one compare-and-set of the word, after its slot was filled; the version makes that fail whenever
 * anything else appeared or went since the bucket was searched. So two lcores never make the same flow twice, and
 * readers take no locks: what the word shows is whole. Many lcores may claim and publish at once; one thread at a time
 * unlinks and gives slots back. What does not fit is in a chain ({@link FlowLinks}).
 */
final class FlowBuckets {
    private static final int TAKEN = 8;
    private static final int SIGNATURES = 16;
    private static final int ALL_SLOTS = 0xffff;
    private static final int HEAD_SHIFT = 16;
    private static final long HEAD_MASK = 0xf_ffffL;
    private static final long VERSION_ONE = 1L << 36;
    private static final long EACH = 0x0001_0001_0001_0001L;
    private static final long LOW_BITS = 0x7fff_7fff_7fff_7fffL;

    private final TableFile file;
    private final FlowLayout layout;
    private final FlowSlots slots;
    private final FlowLinks links;
    private final int entries;
    private final int count;
    private final long buckets;

    FlowBuckets(final TableFile file, final FlowLayout layout, final FlowSlots slots) {
        this.file = file;
        this.layout = layout;
        this.slots = slots;
        entries = layout.entries();
        count = layout.bucketCount();
        buckets = file.base() + FlowLayout.buckets();
        links = new FlowLinks(layout, slots, file.base() + layout.links());
    }

    FlowLinks links() {
        return links;
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

    /** The first overflow slot behind a bucket, or {@link FlowTable#NONE}. */
    static int head(final long word) {
        return (int) (word >>> HEAD_SHIFT & HEAD_MASK) - 1;
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

    /**
     * The slot that most likely holds a key: its home, when that has the hash's signature, else the first candidate. Few
     * flows are not at home, and looking there is a quarter of the work.
     *
     * @return the slot in the bucket, or {@link FlowTable#NONE}
     */
    int likely(final long line, final long word, final long hash) {
        final int home = home(hash);
        if ((Memory.getShort(line + signatureOffset(home)) & ALL_SLOTS) == (hash & ALL_SLOTS)
                && (word >>> home & 1) != 0) {
            return home;
        }
        final int candidates = candidates(line, word, hash);
        return candidates == 0 ? FlowTable.NONE : Integer.numberOfTrailingZeros(candidates);
    }

    /** Where in its bucket a flow is when it finds the place free. Not of the hash's bits that name the bucket. */
    private static int home(final long hash) {
        return (int) hash >>> 16 & FlowLayout.BUCKET_SLOTS - 1;
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
        return head(word) == FlowTable.NONE ? FlowTable.NONE : links.find(head(word), hash, keys, row);
    }

    /** A slot of the bucket or of the overflow area that only the caller knows, or {@link FlowTable#NONE}. */
    int claim(final int bucket, final long hash) {
        while (true) {
            final int taken = Memory.getIntAcquire(line(bucket) + TAKEN);
            final int free = ~taken & ALL_SLOTS;
            final int atHome = free & 1 << home(hash);
            final int bit = atHome != 0 ? atHome : Integer.lowestOneBit(free);
            if (bit == 0) {
                final int overflow = links.claim(hash);
                return overflow == OverflowList.EMPTY ? FlowTable.NONE : entries + overflow;
            }
            if (swapTaken(bucket, taken, taken | bit)) {
                final int index = bucket * FlowLayout.BUCKET_SLOTS + Integer.numberOfTrailingZeros(bit);
                Memory.putShort(signature(index), (short) hash);
                return index;
            }
        }
    }

    /** Makes a claimed and filled slot visible, unless the bucket has changed since {@code word}. */
    boolean publish(final int index, final int bucket, final long word) {
        if (index < entries) {
            return swapWord(bucket, word, word | bit(index));
        }
        links.precede(index - entries, head(word));
        return swapWord(bucket, word, withHead(word, index - entries));
    }

    /** Takes a live slot out of sight of those who search from now on. One thread at a time. */
    void unlink(final int index, final int bucket) {
        long word = word(bucket);
        if (index < entries) {
            while (!swapWord(bucket, word, word & ~bit(index))) {
                word = word(bucket);
            }
            return;
        }
        final int overflow = index - entries;
        while (head(word) == overflow && !swapWord(bucket, word, withHead(word, links.next(overflow)))) {
            word = word(bucket);
        }
        if (head(word) != overflow) {
            links.unlinkBehind(head(word), overflow);
        }
        links.hide(overflow);
    }

    /** Gives back a slot that nobody can be reading: it was never published, or its grace period has passed. */
    void release(final int index) {
        if (index >= entries) {
            links.release(index - entries);
            return;
        }
        final int bucket = index / FlowLayout.BUCKET_SLOTS;
        int taken = Memory.getIntAcquire(line(bucket) + TAKEN);
        while (!swapTaken(bucket, taken, taken & ~(int) bit(index))) {
            taken = Memory.getIntAcquire(line(bucket) + TAKEN);
        }
    }

    /** Whether a slot is in sight. */
    boolean live(final int index) {
        return index < entries
                ? (word(index / FlowLayout.BUCKET_SLOTS) & bit(index)) != 0
                : links.live(index - entries);
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
        while (index < layout.slots() && !live(index)) {
            index++;
        }
        return index < layout.slots() ? index : FlowTable.NONE;
    }

    /** Recovery: the slots of a bucket that are taken without being in sight. */
    int takenOnly(final int bucket) {
        return Memory.getInt(line(bucket) + TAKEN) & ~(int) word(bucket) & ALL_SLOTS;
    }

    /** Recovery: what is in sight in a bucket is taken. */
    void takeLive(final int bucket) {
        Memory.putInt(line(bucket) + TAKEN, (int) word(bucket) & ALL_SLOTS);
    }

    /** Recovery: whether a slot in sight has its key's signature. */
    boolean signed(final int index, final long hash) {
        return index < entries
                ? (Memory.getShort(signature(index)) & ALL_SLOTS) == (hash & ALL_SLOTS)
                : links.signed(index - entries, hash);
    }

    private static long bit(final int index) {
        return 1L << index % FlowLayout.BUCKET_SLOTS;
    }

    private static long withHead(final long word, final int overflow) {
        return word & ~(HEAD_MASK << HEAD_SHIFT) | overflow + 1L << HEAD_SHIFT;
    }

    private long signature(final int index) {
        return line(index / FlowLayout.BUCKET_SLOTS) + signatureOffset(index % FlowLayout.BUCKET_SLOTS);
    }

    private static long signatureOffset(final int slot) {
        return SIGNATURES + (slot & 3) * 8L + (slot >> 2) * 2L;
    }

    private boolean swapWord(final int bucket, final long word, final long wanted) {
        return file.compareAndSetLong(line(bucket) - file.base(), word, wanted + VERSION_ONE);
    }

    private boolean swapTaken(final int bucket, final int taken, final int wanted) {
        return file.compareAndSetInt(line(bucket) + TAKEN - file.base(), taken, wanted);
    }
}
