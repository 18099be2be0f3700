// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

import java.util.Arrays;

/** Which trees hold the rules that ask for a pair of groups: open addressing, half full at most. Written once. */
final class PairTable {
    private static final long FREE = -2;
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private final long[] keys;

    /** Two numbers for each slot: the first tree, and the one behind the last. */
    private final int[] ranges;

    private final int shift;

    PairTable(final int pairs) {
        final int slots = Integer.highestOneBit(Math.max(pairs, 1)) << 2;
        keys = new long[slots];
        Arrays.fill(keys, FREE);
        ranges = new int[2 * slots];
        shift = Long.SIZE - Integer.numberOfTrailingZeros(slots);
    }

    static long key(final int sourceGroup, final int destinationGroup) {
        // Groups are -1 or more, so that no key is FREE.
        return (long) sourceGroup + 1 << Integer.SIZE | (destinationGroup + 1) & 0xffff_ffffL;
    }

    void put(final long key, final int firstTree, final int endTree) {
        final int slot = slot(key);
        keys[slot] = key;
        ranges[2 * slot] = firstTree;
        ranges[2 * slot + 1] = endTree;
    }

    /** @return the pair's place, or less than 0 when no rule asks for it */
    int find(final int sourceGroup, final int destinationGroup) {
        final long key = key(sourceGroup, destinationGroup);
        final int slot = slot(key);
        return keys[slot] == key ? slot : -1;
    }

    int first(final int pair) {
        return ranges[2 * pair];
    }

    int end(final int pair) {
        return ranges[2 * pair + 1];
    }

    /** Where a key is, or would be. */
    private int slot(final long key) {
        int slot = (int) (key * GOLDEN >>> shift);
        while (keys[slot] != key && keys[slot] != FREE) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    long bytes() {
        return (long) Long.BYTES * keys.length + (long) Integer.BYTES * ranges.length;
    }
}
