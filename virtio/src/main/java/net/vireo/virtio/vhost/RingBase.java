// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/**
 * Where a ring goes on, as SET_VRING_BASE and GET_VRING_BASE carry it (sheet vhost-user 5).
 *
 * <p>Split: {@code available} is the next available index, 16 bit, free running; {@code used} is not on the wire (the
 * used index stands in the ring) and 0. Packed: bits 0 to 14 of each are an index, bit 15 is the wrap counter.
 *
 * @param available next descriptor to take
 * @param used next descriptor to give back
 */
public record RingBase(int available, int used) {
    /** Bit 15, the wrap counter of a packed ring's position. */
    public static final int WRAP = 0x8000;

    static final RingBase FRESH_SPLIT = new RingBase(0, 0);
    /** Both wrap counters start at 1 (virtio 1.2, 2.8.1). */
    static final RingBase FRESH_PACKED = new RingBase(WRAP, WRAP);

    /** The start of a ring that nobody has used. */
    public static RingBase fresh(final boolean packed) {
        return packed ? FRESH_PACKED : FRESH_SPLIT;
    }

    /**
     * As it came in a message.
     *
     * @param packed which ring; with a packed one an upper half of 0 means that both positions are equal (DPDK)
     */
    static RingBase ofWire(final int number, final boolean packed) {
        final int low = number & 0xffff;
        final int high = number >>> 16;
        if (!packed) {
            return new RingBase(low, 0);
        }
        return new RingBase(low, high == 0 ? low : high);
    }

    /** As it goes into a message. */
    int toWire(final boolean packed) {
        return packed ? available | used << 16 : available;
    }
}
