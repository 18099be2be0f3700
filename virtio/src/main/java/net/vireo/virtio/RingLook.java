// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import java.util.List;

/**
 * A ring at one moment, as the device side sees it. Indices of a split ring run freely to 65535; of a packed one they are
 * slots, and the available one is so many behind the position as there are descriptors. Nothing in it is trusted, nothing
 * was followed: it is for people.
 *
 * @param packed the kind of ring
 * @param sizeEntries of the descriptor table
 * @param availIndex up to where the guest has put buffers in
 * @param position from where the device side takes the next one
 * @param usedIndex up to where buffers were given back
 * @param kicks whether we want to be notified, in words
 * @param calls whether the guest wants to be, in words
 * @param entries descriptors around the position, in the order of the ring
 */
public record RingLook(
        boolean packed,
        int sizeEntries,
        int availIndex,
        int position,
        int usedIndex,
        String kicks,
        String calls,
        List<Entry> entries) {
    /** As many entries as a look gives at most. */
    public static final int MOST_ENTRIES = 32;

    /** So many of them lie before the position: what was given back last. */
    static final int ENTRIES_BEFORE = 8;

    /** Not asked for. */
    static final String SUPPRESSED = "suppressed";

    /** Asked for at the next buffer. */
    static final String WANTED = "wanted";

    private static final int MASK = 0xffff;

    public RingLook {
        entries = List.copyOf(entries);
    }

    /**
     * One place of the ring and the descriptor that it names.
     *
     * @param slot place in the ring
     * @param id of the descriptor; the buffer's in a packed ring
     * @param address as the guest has it
     * @param lengthBytes 0 to 2^32 - 1
     * @param flags 1 next, 2 write, 4 indirect, and a packed ring's own
     * @param next the descriptor that goes on; only with flag 1, and only in a split ring
     * @param waiting whether it is available and was not taken yet
     */
    public record Entry(int slot, int id, long address, long lengthBytes, int flags, int next, boolean waiting) {}

    /** Buffers that the guest has made available and nobody has taken: more than the ring's size when its index lies. */
    public int waiting() {
        return packed ? availIndex - position : availIndex - position & MASK;
    }

    /** Asked for when an index is passed. */
    static String past(final int index) {
        return "wanted past " + index;
    }
}
