// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;

/**
 * One region of the front end's memory (VhostUserMemoryRegion). Addresses and lengths are unsigned.
 *
 * @param guestAddress guest-physical address of its first byte: what descriptors in rings use
 * @param lengthBytes bytes
 * @param userAddress the same byte's address in the front end's process: what ring addresses use
 * @param mmapOffset where in the descriptor's file the region begins, bytes
 */
public record MemoryRegion(long guestAddress, long lengthBytes, long userAddress, long mmapOffset) {
    /** Bytes on the wire. */
    static final int SIZE = 32;

    static MemoryRegion read(final ByteBuffer payload) {
        return new MemoryRegion(payload.getLong(), payload.getLong(), payload.getLong(), payload.getLong());
    }

    void write(final ByteBuffer payload) {
        payload.putLong(guestAddress).putLong(lengthBytes).putLong(userAddress).putLong(mmapOffset);
    }

    /** The same memory: how REM_MEM_REG names a region (the offset says nothing there). */
    boolean sameMemory(final MemoryRegion other) {
        return guestAddress == other.guestAddress
                && lengthBytes == other.lengthBytes
                && userAddress == other.userAddress;
    }
}
