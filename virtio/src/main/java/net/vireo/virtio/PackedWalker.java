// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import net.vireo.linux.memory.Memory;

/**
 * Walks lists of a packed ring: the descriptors follow one another, the buffer's id stands in the last. A list with a
 * fault is walked to its end all the same, for its id and its slots.
 */
final class PackedWalker extends ChainWalker {
    private final PackedRing ring;
    private int id;
    private int slots;

    PackedWalker(final RingSetup setup, final PackedRing ring, final Fragments fragments) {
        super(setup, fragments);
        this.ring = ring;
    }

    /** The buffer id of the list that was walked last: the guest's word, to be given back as it is. */
    int id() {
        return id;
    }

    /** The slots of that list; more than the ring's when it has no end. */
    int slots() {
        return slots;
    }

    /**
     * Notes a list in the fragments and ends it there.
     *
     * @param word of the first descriptor, which was read already
     * @param direction 0 for a list to read, {@link Descriptor#WRITE} for one to write
     * @return bytes, or a fault's code
     */
    int walk(final int slot, final long word, final int direction) {
        final int flags = Descriptor.packedFlags(word);
        final long total;
        if ((flags & (Descriptor.NEXT | Descriptor.INDIRECT)) == 0) {
            id = Descriptor.packedId(word);
            slots = 1;
            total = single(ring.address(slot), word, direction);
        } else {
            total = walkOn(slot, word, direction);
        }
        final int result = judge(total, direction);
        fragments.endChain(result);
        return result;
    }

    /** The buffer of a slot that is one direct descriptor to write, and long enough; else {@link MemoryRegions#BAD}. */
    long roomAt(final int slot, final long word, final int neededBytes) {
        return room(ring.address(slot), Descriptor.length(word), Descriptor.packedFlags(word), neededBytes);
    }

    /** Finds the list of a slot that is one direct descriptor to read; as {@link SplitWalker#sourceAt}. */
    long sourceAt(final int slot, final long word, final int leastBytes, final int mostBytes) {
        return source(ring.address(slot), Descriptor.length(word), Descriptor.packedFlags(word), leastBytes, mostBytes);
    }

    private long single(final long address, final long word, final int direction) {
        final long lengthBytes = Descriptor.length(word);
        final int fault = note(address, lengthBytes, Descriptor.packedFlags(word), direction);
        return fault < 0 ? fault : lengthBytes;
    }

    private long walkOn(final int firstSlot, final long firstWord, final int direction) {
        int slot = firstSlot;
        long word = firstWord;
        long total = 0;
        slots = 1;
        while (true) {
            if (total >= 0) {
                final long bytes = slots > DeviceQueue.MAX_FRAGMENTS
                        ? RingFault.TOO_MANY_FRAGMENTS.code()
                        : descriptor(ring.address(slot), word, direction);
                total = bytes < 0 ? bytes : total + bytes;
            }
            if ((Descriptor.packedFlags(word) & Descriptor.NEXT) == 0) {
                id = Descriptor.packedId(word);
                return total;
            }
            if (++slots > ring.sizeEntries()) {
                return RingFault.LIST_WITHOUT_END.code();
            }
            slot = slot + 1 < ring.sizeEntries() ? slot + 1 : 0;
            word = ring.word(slot);
        }
    }

    private long descriptor(final long address, final long word, final int direction) {
        return (Descriptor.packedFlags(word) & Descriptor.INDIRECT) != 0
                ? walkTable(address, Descriptor.length(word), direction)
                : single(address, word, direction);
    }

    /** In a packed table the entries follow one another; ids and NEXT mean nothing there (2.8.7). */
    @Override
    long walkEntries(final long table, final int entries, final int direction) {
        if (entries > DeviceQueue.MAX_FRAGMENTS) {
            return RingFault.TOO_MANY_FRAGMENTS.code();
        }
        long total = 0;
        for (int i = 0; i < entries; i++) {
            final long at = table + (long) i * Descriptor.BYTES;
            final long word = Memory.getLong(at + Descriptor.WORD);
            final long bytes = (Descriptor.packedFlags(word) & Descriptor.INDIRECT) != 0
                    ? RingFault.INDIRECT_NESTED.code()
                    : single(Memory.getLong(at), word, direction);
            if (bytes < 0) {
                return bytes;
            }
            total += bytes;
        }
        return total;
    }
}
