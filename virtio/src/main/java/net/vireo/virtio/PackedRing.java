// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import net.vireo.linux.memory.Memory;

/**
 * The descriptor ring and the event areas of a packed virtqueue (virtio 1.2, section 2.8), whoever's side. A descriptor's
 * second half is one aligned word that is read or written at once: flags, id and length always belong together.
 */
final class PackedRing {
    /** Event flags: notify always, never, or at a position. */
    static final int ENABLE = 0;

    static final int DISABLE = 1;
    static final int AT_POSITION = 2;

    private static final int WRAP_BIT = 0x8000;
    private static final int SLOT_MASK = 0x7fff;
    private static final int EVENT_FLAGS_SHIFT = 16;
    private static final int EVENT_FLAGS_MASK = 3;

    private final long descriptors;
    private final long driver;
    private final long device;
    private final int sizeEntries;

    PackedRing(final RingParts parts) {
        descriptors = parts.descriptors();
        driver = parts.driver();
        device = parts.device();
        sizeEntries = parts.sizeEntries();
    }

    int sizeEntries() {
        return sizeEntries;
    }

    /** Slots are inside the ring: every caller keeps its own positions so. */
    private long at(final int slot) {
        return Memory.base(descriptors) + (long) slot * Descriptor.BYTES;
    }

    /** Plain: the acquire of the word came before. */
    long address(final int slot) {
        return Memory.getLong(at(slot));
    }

    /** Acquire: pairs with {@link #publish}; address, further descriptors and buffers are read after it. */
    long word(final int slot) {
        return Memory.getLongAcquire(at(slot) + Descriptor.WORD);
    }

    /** Plain: the release of the word comes after. */
    void putAddress(final int slot, final long guestAddress) {
        Memory.putLong(at(slot), guestAddress);
    }

    /** Release: what was written before (buffers, other descriptors) is seen by who reads this word with acquire. */
    void publish(final int slot, final long word) {
        Memory.putLongRelease(at(slot) + Descriptor.WORD, word);
    }

    /** The driver's wish: position below, flags above; read at once, after a full fence. */
    int driverEvent() {
        return Memory.getIntAcquire(Memory.base(driver));
    }

    /** Written before a full fence by who looks at the ring then. */
    void putDriverEvent(final int flags, final int position) {
        Memory.putIntRelease(Memory.base(driver), flags << EVENT_FLAGS_SHIFT | position);
    }

    /** As {@link #driverEvent}, the device's wish. */
    int deviceEvent() {
        return Memory.getIntAcquire(Memory.base(device));
    }

    /** As {@link #putDriverEvent}, the device's wish. */
    void putDeviceEvent(final int flags, final int position) {
        Memory.putIntRelease(Memory.base(device), flags << EVENT_FLAGS_SHIFT | position);
    }

    /** Whether a wish wants to hear of {@code slots} slots up to a position. */
    boolean wants(final int event, final boolean eventIndex, final int next, final int old, final int slots) {
        final int flags = event >>> EVENT_FLAGS_SHIFT & EVENT_FLAGS_MASK;
        if (eventIndex && flags == AT_POSITION) {
            return Events.passedPacked(event & 0xffff, next, old, slots, sizeEntries);
        }
        return flags != DISABLE;
    }

    /** A side's wish in words. */
    static String wish(final int event) {
        return switch (event >>> EVENT_FLAGS_SHIFT & EVENT_FLAGS_MASK) {
            case DISABLE -> RingLook.SUPPRESSED;
            case AT_POSITION -> RingLook.past(slot(event));
            default -> RingLook.WANTED;
        };
    }

    /** A position (slot, wrap counter in bit 15) some slots on, at most a whole ring. One small method, no call: hot. */
    int advance(final int position, final int slots) {
        final int beyond = (position & SLOT_MASK) + slots - sizeEntries;
        return beyond < 0 ? position + slots : position & WRAP_BIT ^ WRAP_BIT | beyond;
    }

    static int slot(final int position) {
        return position & SLOT_MASK;
    }

    static int wrap(final int position) {
        return position & WRAP_BIT;
    }

    /** @throws IllegalArgumentException for a position outside the ring */
    int requirePosition(final int position) {
        if (slot(position) >= sizeEntries) {
            throw new IllegalArgumentException(
                    "position 0x%x is outside a packed ring of %d entries".formatted(position, sizeEntries));
        }
        return position & 0xffff;
    }
}
