// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import net.vireo.linux.memory.Memory;

/**
 * The available and used rings of a split virtqueue (virtio 1.2, sections 2.7.6 and 2.7.8), whoever's side: where a
 * field is and in which order it is read or written. Positions run from 0 to 65535; methods are small, so that each
 * stands alone in the compiler's budget.
 */
final class SplitRing {
    /** In the available ring: the device need not notify. In the used ring: the driver need not. */
    static final int NO_NOTIFY = 1;

    private static final int INDEX = 2;
    private static final int RING = 4;

    private final long avail;
    private final long used;
    private final int mask;

    SplitRing(final RingParts parts) {
        avail = parts.driver();
        used = parts.device();
        mask = parts.sizeEntries() - 1;
    }

    /** Acquire: pairs with the driver's release in {@link #publishAvail}; heads and descriptors are read after it. */
    int availIndex() {
        return Memory.getShortAcquire(Memory.base(avail) + INDEX) & 0xffff;
    }

    /** Release: what the driver wrote to descriptors and slots is seen by who reads the index with acquire. */
    void publishAvail(final int index) {
        Memory.putShortRelease(Memory.base(avail) + INDEX, (short) index);
    }

    /** Plain: the acquire of the index came before. */
    int head(final int position) {
        return Memory.getShort(Memory.base(avail) + RING + 2L * (position & mask)) & 0xffff;
    }

    /** Plain: the release of the index comes after. */
    void putHead(final int position, final int head) {
        Memory.putShort(Memory.base(avail) + RING + 2L * (position & mask), (short) head);
    }

    /** Acquire: pairs with the device's release in {@link #publishUsed}; elements and buffers are read after it. */
    int usedIndex() {
        return Memory.getShortAcquire(Memory.base(used) + INDEX) & 0xffff;
    }

    /** Release: what the device wrote to buffers and elements is seen by who reads the index with acquire. */
    void publishUsed(final int index) {
        Memory.putShortRelease(Memory.base(used) + INDEX, (short) index);
    }

    /** An element: its id below, its length above. Plain: the acquire of the index came before. */
    long usedElement(final int position) {
        return Memory.getLong(Memory.base(used) + RING + 8L * (position & mask));
    }

    /** Plain: the release of the index comes after. */
    void putUsed(final int position, final int id, final int lengthBytes) {
        Memory.putLong(Memory.base(used) + RING + 8L * (position & mask), (long) lengthBytes << 32 | id);
    }

    /** Read after a full fence, which pairs with the one between the driver's change of it and its look at the ring. */
    int availFlags() {
        return Memory.getShortAcquire(Memory.base(avail)) & 0xffff;
    }

    /** Written before a full fence by who looks at the ring then. */
    void putAvailFlags(final int flags) {
        Memory.putShortRelease(Memory.base(avail), (short) flags);
    }

    /** As {@link #availFlags}, of the other side. */
    int usedFlags() {
        return Memory.getShortAcquire(Memory.base(used)) & 0xffff;
    }

    /** As {@link #putAvailFlags}, of the other side. */
    void putUsedFlags(final int flags) {
        Memory.putShortRelease(Memory.base(used), (short) flags);
    }

    /** The used index past which the driver wants to be notified; read after a full fence. */
    int usedEvent() {
        return Memory.getShortAcquire(Memory.base(avail) + RING + 2L * (mask + 1)) & 0xffff;
    }

    /** Written before a full fence. */
    void putUsedEvent(final int index) {
        Memory.putShortRelease(Memory.base(avail) + RING + 2L * (mask + 1), (short) index);
    }

    /** The available index past which the device wants to be notified; read after a full fence. */
    int availEvent() {
        return Memory.getShortAcquire(Memory.base(used) + RING + 8L * (mask + 1)) & 0xffff;
    }

    /** Written before a full fence. */
    void putAvailEvent(final int index) {
        Memory.putShortRelease(Memory.base(used) + RING + 8L * (mask + 1), (short) index);
    }
}
