// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

/**
 * A descriptor's 16 bytes as two reads: the address, and a word of all else. Split: length, flags, next (virtio 1.2,
 * section 2.7.5); packed: length, buffer id, flags (2.8.13).
 */
final class Descriptor {
    static final int BYTES = 16;
    /** The word's place behind the address. */
    static final int WORD = 8;

    static final int NEXT = 1;
    static final int WRITE = 2;
    static final int INDIRECT = 4;
    /** Packed: the driver's wrap counter when it was made available. */
    static final int AVAIL = 1 << 7;
    /** Packed: equals {@link #AVAIL} when it is used. */
    static final int USED = 1 << 15;

    private static final long LENGTH_MASK = 0xffff_ffffL;
    private static final int MIDDLE_SHIFT = 32;
    private static final int UPPER_SHIFT = 48;

    private Descriptor() {}

    /** Bytes, 0 to 2^32 - 1. */
    static long length(final long word) {
        return word & LENGTH_MASK;
    }

    static int splitFlags(final long word) {
        return (int) (word >>> MIDDLE_SHIFT) & 0xffff;
    }

    static int splitNext(final long word) {
        return (int) (word >>> UPPER_SHIFT);
    }

    static long splitWord(final int lengthBytes, final int flags, final int next) {
        return word(lengthBytes, flags, next);
    }

    static int packedId(final long word) {
        return (int) (word >>> MIDDLE_SHIFT) & 0xffff;
    }

    static int packedFlags(final long word) {
        return (int) (word >>> UPPER_SHIFT);
    }

    static long packedWord(final int lengthBytes, final int id, final int flags) {
        return word(lengthBytes, id, flags);
    }

    /** The flags with which a driver at this wrap counter makes a descriptor available. */
    static int availableFlags(final int wrap) {
        return wrap != 0 ? AVAIL : USED;
    }

    /** The flags with which a device at this wrap counter gives one back. */
    static int usedFlags(final int wrap) {
        return wrap != 0 ? AVAIL | USED : 0;
    }

    /** Whether a packed descriptor's word has these of the two flags. */
    static boolean isPacked(final long word, final int availAndUsed) {
        return (packedFlags(word) & (AVAIL | USED)) == availAndUsed;
    }

    private static long word(final int low, final int middle, final int upper) {
        return low & LENGTH_MASK | (long) (middle & 0xffff) << MIDDLE_SHIFT | (long) upper << UPPER_SHIFT;
    }
}
