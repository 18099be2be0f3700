// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

/**
 * Where a ring is and where it goes on. Addresses are the front end's (user) ones. A position is an index into the
 * ring: for split rings the 16-bit running index, for packed rings 15 bits of slot and the wrap counter in bit 15.
 *
 * @param sizeEntries 1 to 32768; a power of two for split rings
 * @param features what was negotiated, see {@link Features}
 * @param descriptorAddress descriptor table (split) or descriptor ring (packed)
 * @param driverAddress available ring (split) or driver event area (packed)
 * @param deviceAddress used ring (split) or device event area (packed)
 * @param availPosition the next buffer to take
 * @param usedPosition the next place to give one back
 */
public record RingSetup(
        int sizeEntries,
        long features,
        long descriptorAddress,
        long driverAddress,
        long deviceAddress,
        int availPosition,
        int usedPosition) {
    /** The most entries that a ring may have. */
    public static final int MAX_ENTRIES = 32768;
    /** A packed ring's first position: slot 0, wrap counter 1. */
    public static final int PACKED_START = 0x8000;

    private static final int USED_SHIFT = 16;

    /**
     * With the positions of a VRING_BASE message (fact sheet vhost-user 5). Split: the available position; what is used
     * is taken as the same, see {@link DeviceQueue#publishedUsedIndex} for a better answer after a crash. Packed: both,
     * and when the upper half is 0, as DPDK sends it, the used position is the available one.
     */
    public RingSetup withVringBase(final int vringBase) {
        final int avail = vringBase & 0xffff;
        final int upper = vringBase >>> USED_SHIFT;
        return withPositions(avail, isPacked() && upper != 0 ? upper : avail);
    }

    /** The same ring at other positions. */
    public RingSetup withPositions(final int avail, final int used) {
        return new RingSetup(
                sizeEntries, features, descriptorAddress, driverAddress, deviceAddress, avail & 0xffff, used & 0xffff);
    }

    /** What GET_VRING_BASE answers for positions. */
    static int vringBase(final boolean packed, final int availPosition, final int usedPosition) {
        return packed ? usedPosition << USED_SHIFT | availPosition : availPosition;
    }

    /** Whether all is in one ring of descriptors. */
    public boolean isPacked() {
        return Features.has(features, Features.RING_PACKED);
    }

    boolean has(final long feature) {
        return Features.has(features, feature);
    }
}
