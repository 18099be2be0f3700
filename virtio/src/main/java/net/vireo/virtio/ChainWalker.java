// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import net.vireo.linux.memory.Memory;

/**
 * What the walks of split and packed chains share: one descriptor's checks, the end of a chain, indirect tables. A chain
 * is walked for one direction: all its buffers are to be read, or all to be written.
 */
abstract class ChainWalker {
    private static final int CHAIN_FLAGS = Descriptor.NEXT | Descriptor.WRITE | Descriptor.INDIRECT;

    final Fragments fragments;

    private final MemoryRegions regions;
    private final int maxTableEntries;
    private final boolean indirectNegotiated;
    private final int headerBytes;

    ChainWalker(final RingSetup setup, final Fragments fragments) {
        this.fragments = fragments;
        regions = fragments.regions();
        maxTableEntries = setup.sizeEntries();
        indirectNegotiated = setup.has(Features.INDIRECT_DESC);
        headerBytes = Features.headerBytes(setup.features());
    }

    /** Notes one direct descriptor. @return 0 or a fault's code */
    final int note(final long guestAddress, final long lengthBytes, final int flags, final int direction) {
        return (flags & Descriptor.WRITE) == direction
                ? fragments.add(guestAddress, lengthBytes)
                : RingFault.WRONG_DIRECTION.code();
    }

    final long room(final long guestAddress, final long lengthBytes, final int flags, final int neededBytes) {
        return (flags & CHAIN_FLAGS) == Descriptor.WRITE && lengthBytes >= neededBytes
                ? regions.guestMostly(guestAddress, lengthBytes)
                : MemoryRegions.BAD;
    }

    /**
     * Where a chain starts that is one direct descriptor to read, of a wanted length.
     *
     * @return {@link MemoryRegions#BAD} for any other
     */
    final long source(
            final long guestAddress,
            final long lengthBytes,
            final int flags,
            final int leastBytes,
            final int mostBytes) {
        return (flags & CHAIN_FLAGS) == 0 && lengthBytes >= leastBytes && lengthBytes <= mostBytes
                ? regions.guestMostly(guestAddress, lengthBytes)
                : MemoryRegions.BAD;
    }

    /** A walked chain's length as the queue wants it: a length, or a fault's code. */
    final int judge(final long totalOrFault, final int direction) {
        if (totalOrFault < 0) {
            return (int) totalOrFault;
        }
        if (direction == Descriptor.WRITE) {
            return totalOrFault == 0 ? RingFault.TOO_SHORT.code() : (int) Math.min(totalOrFault, Integer.MAX_VALUE);
        }
        if (totalOrFault > Fragments.MAX_READABLE_BYTES) {
            return RingFault.TOO_MANY_BYTES.code();
        }
        return totalOrFault <= headerBytes ? RingFault.TOO_SHORT.code() : (int) totalOrFault;
    }

    /**
     * Walks an indirect table. Its length was read once, by the caller; it stays where it is, and each of its descriptors
     * is read once too.
     *
     * @return bytes, or a fault's code
     */
    final long walkTable(final long guestAddress, final long lengthBytes, final int direction) {
        if (!indirectNegotiated) {
            return RingFault.INDIRECT_NOT_NEGOTIATED.code();
        }
        if (lengthBytes == 0
                || lengthBytes % Descriptor.BYTES != 0
                || lengthBytes > (long) maxTableEntries * Descriptor.BYTES) {
            return RingFault.INDIRECT_SIZE.code();
        }
        final long table = regions.guest(guestAddress, lengthBytes);
        if (table == MemoryRegions.BAD) {
            return RingFault.INDIRECT_ADDRESS.code();
        }
        return walkEntries(Memory.base(table), (int) lengthBytes / Descriptor.BYTES, direction);
    }

    /** Walks the entries of a table that is ours to read. @return bytes, or a fault's code */
    abstract long walkEntries(long table, int entries, int direction);
}
