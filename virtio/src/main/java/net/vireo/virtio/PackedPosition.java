// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

/**
 * Where the device side of a packed ring goes on after it died. The ring's memory does not tell by itself, and a front
 * end that lost its device does not know; so whoever runs rings records its position behind every burst, and asks here
 * whether the record can be true of the ring as it is now. For control threads.
 *
 * <p>What the memory does tell: in a ring that the driver made anew, every descriptor's USED bit is 0, for the ring is
 * cleared and then made available with the first round's counter, 1 (virtio 1.2, 2.8.1). In a ring that a device was in,
 * some have it, but at the beginning of every other round; and that position is a new ring's too.
 */
public final class PackedPosition {
    /** The record is not of a ring of this size. */
    public static final int UNKNOWN = -1;

    private static final int WRAP = 0x8000;
    private static final int SLOT_MASK = 0x7fff;

    private PackedPosition() {}

    /**
     * Checks a recorded position. A burst that was given back after the record was made is skipped: buffer by buffer when
     * each has one slot (indirect tables, receive buffers), which is all that can be known.
     *
     * @param recorded 15 bits of slot, the wrap counter in bit 15; anything else gives {@link #UNKNOWN}
     * @return the position to go on from, for both sides
     * @throws IllegalArgumentException as {@link DeviceQueue#open}
     */
    public static int resumed(final RingSetup setup, final MemoryRegions regions, final int recorded) {
        final PackedRing ring = new PackedRing(RingParts.of(setup, regions));
        final int slot = recorded & SLOT_MASK;
        if (recorded >>> 16 != 0 || slot >= ring.sizeEntries()) {
            return UNKNOWN;
        }
        if (!wasUsed(ring)) {
            return RingSetup.PACKED_START;
        }
        return setup.has(Features.IN_ORDER) ? behindBatch(ring, recorded) : behindUsed(ring, recorded);
    }

    /** Whether a device was in this ring, and the ring is not at the beginning of an odd round. */
    private static boolean wasUsed(final PackedRing ring) {
        boolean used = false;
        for (int i = 0; i < ring.sizeEntries() && !used; i++) {
            used = (Descriptor.packedFlags(ring.word(i)) & Descriptor.USED) != 0;
        }
        return used;
    }

    private static int behindUsed(final PackedRing ring, final int from) {
        int position = from;
        for (int i = 0; i < ring.sizeEntries() && isGivenBack(ring, position); i++) {
            position = next(ring, position);
        }
        return position;
    }

    /** One used descriptor, with the last buffer's id, stands for a batch whose other slots are as the driver left them. */
    private static int behindBatch(final PackedRing ring, final int from) {
        if (!isGivenBack(ring, from)) {
            return from;
        }
        final int last = Descriptor.packedId(ring.word(from & SLOT_MASK));
        int position = next(ring, from);
        for (int i = 1; i < ring.sizeEntries(); i++) {
            final long word = ring.word(position & SLOT_MASK);
            if (!isAvailable(word, position)) {
                break;
            }
            position = next(ring, position);
            if (Descriptor.packedId(word) == last && (Descriptor.packedFlags(word) & Descriptor.NEXT) == 0) {
                return position;
            }
        }
        return next(ring, from);
    }

    private static boolean isGivenBack(final PackedRing ring, final int position) {
        return Descriptor.isPacked(ring.word(position & SLOT_MASK), Descriptor.usedFlags(position & WRAP));
    }

    private static boolean isAvailable(final long word, final int position) {
        return Descriptor.isPacked(word, Descriptor.availableFlags(position & WRAP));
    }

    private static int next(final PackedRing ring, final int position) {
        final int slot = (position & SLOT_MASK) + 1;
        return slot == ring.sizeEntries() ? ~position & WRAP : position + 1;
    }
}
