// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

/**
 * Where the parts of a ring of our own stand in its memory, in bytes from its start: descriptors, driver's part, device's
 * part (each on cache lines of its own), indirect tables.
 */
record DriverLayout(int sizeEntries, int driverOffset, int deviceOffset, long tablesOffset, int tableEntries) {
    private static final int LINE_BYTES = 64;

    static DriverLayout of(final int sizeEntries, final long features) {
        final boolean packed = Features.has(features, Features.RING_PACKED);
        RingParts.requireSize(sizeEntries, packed);
        final int driver = line(Descriptor.BYTES * sizeEntries);
        final int device = line(driver + RingParts.driverBytes(sizeEntries, packed));
        final int tables = line(device + RingParts.deviceBytes(sizeEntries, packed));
        final boolean indirect = Features.has(features, Features.INDIRECT_DESC);
        return new DriverLayout(
                sizeEntries, driver, device, tables, indirect ? Math.min(DriverQueue.MAX_INDIRECT, sizeEntries) : 0);
    }

    /** The parts of such a ring in our memory. */
    RingParts partsAt(final long memory) {
        if ((memory & Descriptor.BYTES - 1) != 0) {
            throw new IllegalArgumentException("ring memory at 0x%x is not aligned to 16".formatted(memory));
        }
        return new RingParts(sizeEntries, memory, memory + driverOffset, memory + deviceOffset);
    }

    long lengthBytes() {
        return tablesOffset + (long) sizeEntries * tableEntries * Descriptor.BYTES;
    }

    /** The table that belongs to a buffer. */
    long tableOffset(final int id) {
        return tablesOffset + (long) id * tableEntries * Descriptor.BYTES;
    }

    private static int line(final int offset) {
        return offset + LINE_BYTES - 1 & -LINE_BYTES;
    }
}
