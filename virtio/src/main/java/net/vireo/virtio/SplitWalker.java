// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import net.vireo.linux.memory.Memory;

/** Walks chains of a split ring: each descriptor is read once, and no walk is longer than its table. */
final class SplitWalker extends ChainWalker {
    private final long descriptors;
    private final int sizeEntries;

    SplitWalker(final RingSetup setup, final RingParts parts, final Fragments fragments) {
        super(setup, fragments);
        descriptors = parts.descriptors();
        sizeEntries = parts.sizeEntries();
    }

    /**
     * Notes a chain in the fragments and ends it there.
     *
     * @param head inside the table
     * @param direction 0 for a chain to read, {@link Descriptor#WRITE} for one to write
     * @return bytes, or a fault's code
     */
    int walk(final int head, final int direction) {
        final long at = Memory.base(descriptors) + (long) head * Descriptor.BYTES;
        final long address = Memory.getLong(at);
        final long word = Memory.getLong(at + Descriptor.WORD);
        final int flags = Descriptor.splitFlags(word);
        final long total = (flags & (Descriptor.NEXT | Descriptor.INDIRECT)) == 0
                ? single(address, word, direction)
                : walkFrom(address, word, direction);
        final int result = judge(total, direction);
        fragments.endChain(result);
        return result;
    }

    /** The buffer at a head that is one direct descriptor to write, and long enough; else {@link MemoryRegions#BAD}. */
    long roomAt(final int head, final int neededBytes) {
        final long at = Memory.base(descriptors) + (long) head * Descriptor.BYTES;
        final long word = Memory.getLong(at + Descriptor.WORD);
        return room(Memory.getLong(at), Descriptor.length(word), Descriptor.splitFlags(word), neededBytes);
    }

    /**
     * Finds the chain at a head that is one direct descriptor to read, of a wanted length.
     *
     * @param lengths its length goes to {@code lengths[i]}
     * @return where it starts; {@link MemoryRegions#BAD} for any other, of which nothing is kept
     */
    long sourceAt(final int head, final int[] lengths, final int i, final int leastBytes, final int mostBytes) {
        final long at = Memory.base(descriptors) + (long) head * Descriptor.BYTES;
        final long word = Memory.getLong(at + Descriptor.WORD);
        final long lengthBytes = Descriptor.length(word);
        lengths[i] = (int) lengthBytes;
        return source(Memory.getLong(at), lengthBytes, Descriptor.splitFlags(word), leastBytes, mostBytes);
    }

    private long single(final long address, final long word, final int direction) {
        final long lengthBytes = Descriptor.length(word);
        final int fault = note(address, lengthBytes, Descriptor.splitFlags(word), direction);
        return fault < 0 ? fault : lengthBytes;
    }

    /** The ring's own table, from a descriptor that was read already. */
    private long walkFrom(final long address, final long word, final int direction) {
        return walkOn(Memory.base(descriptors), sizeEntries, address, word, direction, false);
    }

    @Override
    long walkEntries(final long table, final int entries, final int direction) {
        final long address = Memory.getLong(table);
        return walkOn(table, entries, address, Memory.getLong(table + Descriptor.WORD), direction, true);
    }

    private long walkOn(
            final long table,
            final int entries,
            final long firstAddress,
            final long firstWord,
            final int direction,
            final boolean isIndirect) {
        long address = firstAddress;
        long word = firstWord;
        long total = 0;
        for (int hops = 1; ; hops++) {
            final int flags = Descriptor.splitFlags(word);
            if ((flags & Descriptor.INDIRECT) != 0) {
                final long inTable = isIndirect ? RingFault.INDIRECT_NESTED.code() : table(address, word, direction);
                return inTable < 0 ? inTable : total + inTable;
            }
            final long bytes = single(address, word, direction);
            if (bytes < 0) {
                return bytes;
            }
            total += bytes;
            if ((flags & Descriptor.NEXT) == 0) {
                return total;
            }
            final int next = Descriptor.splitNext(word);
            final int fault = hop(next, hops, entries);
            if (fault < 0) {
                return fault;
            }
            address = Memory.getLong(table + (long) next * Descriptor.BYTES);
            word = Memory.getLong(table + (long) next * Descriptor.BYTES + Descriptor.WORD);
        }
    }

    /** Empty fragments count too: a guest must not make us walk for long. */
    private static int hop(final int next, final int hops, final int entries) {
        if (next >= entries) {
            return RingFault.NEXT_BEYOND_TABLE.code();
        }
        if (hops >= entries) {
            return RingFault.CHAIN_TOO_LONG.code();
        }
        return hops >= DeviceQueue.MAX_FRAGMENTS ? RingFault.TOO_MANY_FRAGMENTS.code() : 0;
    }

    /** An indirect table must be the chain's last descriptor; direct ones may stand before it. */
    private long table(final long address, final long word, final int direction) {
        return (Descriptor.splitFlags(word) & Descriptor.NEXT) != 0
                ? RingFault.INDIRECT_NOT_LAST.code()
                : walkTable(address, Descriptor.length(word), direction);
    }
}
