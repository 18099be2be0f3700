// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

/**
 * The driver's own book of what the device has: by buffer id how many descriptors it took and how much may be written,
 * and the order in which the buffers were made available. What the device says is judged by it.
 */
final class Outstanding {
    private final int[] descriptors;
    private final long[] writableBytes;
    private final int[] order;
    private int oldest;
    private int newest;

    Outstanding(final int sizeEntries) {
        descriptors = new int[sizeEntries];
        writableBytes = new long[sizeEntries];
        order = new int[sizeEntries];
    }

    void enter(final int id, final int descriptorCount, final long capacityBytes) {
        descriptors[id] = descriptorCount;
        writableBytes[id] = capacityBytes;
        order[newest] = id;
        newest = newest + 1 < order.length ? newest + 1 : 0;
    }

    /** Whether the device has this buffer. */
    boolean has(final int id) {
        return id >= 0 && id < descriptors.length && descriptors[id] > 0;
    }

    int descriptors(final int id) {
        return descriptors[id];
    }

    /** The oldest one that the device has, when buffers come back in order. */
    int oldest() {
        return order[oldest];
    }

    long writableBytes(final int id) {
        return writableBytes[id];
    }

    void leave(final int id) {
        descriptors[id] = 0;
        oldest = oldest + 1 < order.length ? oldest + 1 : 0;
    }
}
