// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/**
 * Lengths and alignments of a ring's three areas (virtio 1.2, 2.7 and 2.8). The split ring's tails for event indices
 * count whether they are used or not.
 */
final class RingAreas {
    private static final int DESCRIPTOR_BYTES = 16;
    private static final int EVENT_BYTES = 4;

    private RingAreas() {}

    /** @throws RefusedException naming the area that is not aligned as its format wants it */
    static void checkAligned(final VringAddress address, final boolean packed) throws RefusedException {
        checkAligned(address.index(), "descriptor", address.descriptor(), 16);
        checkAligned(address.index(), "driver", address.driver(), packed ? 4 : 2);
        checkAligned(address.index(), "device", address.device(), 4);
    }

    /** The descriptor area's guest-physical address; so for the others. */
    static long descriptor(final MemoryTable memory, final VringAddress address, final int size)
            throws RefusedException {
        return translate(memory, address.index(), "descriptor", address.descriptor(), DESCRIPTOR_BYTES * (long) size);
    }

    static long driver(final MemoryTable memory, final VringAddress address, final int size, final boolean packed)
            throws RefusedException {
        final long lengthBytes = packed ? EVENT_BYTES : 6 + 2L * size;
        return translate(memory, address.index(), "driver", address.driver(), lengthBytes);
    }

    static long device(final MemoryTable memory, final VringAddress address, final int size, final boolean packed)
            throws RefusedException {
        final long lengthBytes = packed ? EVENT_BYTES : 6 + 8L * size;
        return translate(memory, address.index(), "device", address.device(), lengthBytes);
    }

    private static long translate(
            final MemoryTable memory, final int ring, final String area, final long address, final long lengthBytes)
            throws RefusedException {
        final long guestAddress = memory.guestAddress(address, lengthBytes);
        if (guestAddress < 0) {
            throw new RefusedException(
                    Refusal.RING_ADDRESS,
                    "ring %d: the %s area, %d bytes at %#x, does not lie in one region of the shared memory"
                            .formatted(ring, area, lengthBytes, address));
        }
        return guestAddress;
    }

    private static void checkAligned(final int ring, final String area, final long address, final int alignment)
            throws RefusedException {
        if ((address & (alignment - 1)) != 0) {
            throw new RefusedException(
                    Refusal.RING_ADDRESS,
                    "ring %d: the %s area at %#x is not aligned to %d bytes".formatted(ring, area, address, alignment));
        }
    }
}
