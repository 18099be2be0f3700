// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

/**
 * The three parts of a ring in our memory, checked: size allowed, each aligned and, with its event index, wholly inside
 * one memory region (virtio 1.2, sections 2.7 and 2.8.10; CVE-2018-1059 for rings).
 */
record RingParts(int sizeEntries, long descriptors, long driver, long device) {
    private static final int DESCRIPTOR_ALIGN = 16;
    private static final int EVENT_BYTES = 4;

    /** @throws IllegalArgumentException which says what is wrong */
    static RingParts of(final RingSetup setup, final MemoryRegions regions) {
        final int size = setup.sizeEntries();
        final boolean packed = setup.isPacked();
        requireSize(size, packed);
        return new RingParts(
                size,
                locate("descriptor area", setup.descriptorAddress(), 16L * size, DESCRIPTOR_ALIGN, regions),
                locate("driver area", setup.driverAddress(), driverBytes(size, packed), packed ? 4 : 2, regions),
                locate("device area", setup.deviceAddress(), deviceBytes(size, packed), 4, regions));
    }

    static void requireSize(final int size, final boolean packed) {
        if (size < 1 || size > RingSetup.MAX_ENTRIES || !packed && Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("a %s ring of %d entries: it takes %s up to %d"
                    .formatted(
                            packed ? "packed" : "split",
                            size,
                            packed ? "any number" : "powers of two",
                            RingSetup.MAX_ENTRIES));
        }
    }

    static int driverBytes(final int size, final boolean packed) {
        return packed ? EVENT_BYTES : 6 + 2 * size;
    }

    static int deviceBytes(final int size, final boolean packed) {
        return packed ? EVENT_BYTES : 6 + 8 * size;
    }

    private static long locate(
            final String part, final long user, final long lengthBytes, final int align, final MemoryRegions regions) {
        final long host = regions.user(user, lengthBytes);
        if (host == MemoryRegions.BAD) {
            throw new IllegalArgumentException("the ring's %s (0x%x, %d bytes) is not wholly inside one memory region"
                    .formatted(part, user, lengthBytes));
        }
        // Both: the front end's is the rule, ours is what the processor (and the VarHandle) wants.
        if ((user & align - 1) != 0 || (host & align - 1) != 0) {
            throw new IllegalArgumentException(
                    "the ring's %s (0x%x, here 0x%x) is not aligned to %d".formatted(part, user, host, align));
        }
        return host;
    }
}
