// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

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
}
