// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import net.vireo.linux.memory.Memory;
import net.vireo.virtio.DriverQueue;

/**
 * Which slots of a ring that transmits are free, and which the device has. Belongs to the ring, with its gate held;
 * nothing allocates.
 */
final class UserSlots {
    private static final int END = -1;
    /** Slots for a packet of 64 KB and its header. */
    private static final int MAX_PARTS = 64;

    private final UserRing ring;
    private final int[] free;
    private final int[] next;
    private final int[] firstOfId;
    private final int[] ids;
    private final int[] lengths;
    private final long[] partAddresses = new long[MAX_PARTS];
    private final int[] partLengths = new int[MAX_PARTS];
    private int freeCount;
    private DriverQueue filled;

    UserSlots(final UserRing ring) {
        this.ring = ring;
        final int entries = ring.entries();
        free = new int[entries];
        next = new int[entries];
        firstOfId = new int[entries];
        ids = new int[entries];
        lengths = new int[entries];
    }

    /** Before a burst: takes back what the device has dealt with; all, when the ring is new. */
    @SuppressWarnings("ReferenceEquality") // the same ring, not one like it
    void reclaim(final DriverQueue queue) {
        if (filled != queue) {
            filled = queue;
            freeCount = ring.entries();
            for (int i = 0; i < freeCount; i++) {
                free[i] = i;
            }
            return;
        }
        final int count = queue.collect(ids, lengths);
        for (int i = 0; i < count; i++) {
            for (int slot = firstOfId[ids[i]]; slot != END; slot = next[slot]) {
                free[freeCount++] = slot;
            }
        }
    }

    /**
     * Copies bytes to slots and gives those to the device, which is not told yet.
     *
     * @return false when there is no room now
     */
    boolean add(final DriverQueue queue, final long from, final int lengthBytes) {
        final int parts = (lengthBytes + UserMemory.SLOT_BYTES - 1) / UserMemory.SLOT_BYTES;
        if (parts > freeCount || parts > MAX_PARTS || parts > queue.freeCount()) {
            return false;
        }
        int first = END;
        for (int i = parts - 1; i >= 0; i--) {
            final int slot = free[freeCount - 1 - i];
            partAddresses[i] = ring.slot(slot);
            partLengths[i] = Math.min(UserMemory.SLOT_BYTES, lengthBytes - i * UserMemory.SLOT_BYTES);
            Memory.copy(from + (long) i * UserMemory.SLOT_BYTES, partAddresses[i], partLengths[i]);
            next[slot] = first;
            first = slot;
        }
        final int id = queue.add(partAddresses, partLengths, parts, parts);
        if (id < 0) {
            return false;
        }
        freeCount -= parts;
        firstOfId[id] = first;
        return true;
    }
}
