// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

/**
 * A range of guest memory that is mapped here.
 *
 * @param guestAddress where the guest sees it, unsigned: buffers are named by such addresses
 * @param lengthBytes at least 1, unsigned
 * @param userAddress where the front end sees it, unsigned: rings are named by such addresses
 * @param hostAddress where we see it; the whole range is mapped
 */
public record MemoryRegion(long guestAddress, long lengthBytes, long userAddress, long hostAddress) {
    /** The end of this process' addresses on x86-64. */
    private static final long HOST_END = 1L << 47;

    /** @throws IllegalArgumentException when empty or when one of the ranges runs over the end of its address space */
    public MemoryRegion {
        if (lengthBytes == 0) {
            throw new IllegalArgumentException("a memory region without bytes");
        }
        requireRange("guest", guestAddress, lengthBytes);
        requireRange("user", userAddress, lengthBytes);
        if (lengthBytes < 0 || lengthBytes > HOST_END || hostAddress <= 0 || hostAddress > HOST_END - lengthBytes) {
            throw new IllegalArgumentException(
                    "a memory region of 0x%x bytes cannot be mapped at 0x%x".formatted(lengthBytes, hostAddress));
        }
    }

    boolean overlaps(final MemoryRegion other) {
        return meet(guestAddress, lengthBytes, other.guestAddress, other.lengthBytes)
                || meet(userAddress, lengthBytes, other.userAddress, other.lengthBytes);
    }

    /** Ends are not computed: the last byte may be the address space's last. */
    private static boolean meet(final long a, final long aBytes, final long b, final long bBytes) {
        return Long.compareUnsigned(b - a, aBytes) < 0 || Long.compareUnsigned(a - b, bBytes) < 0;
    }

    private static void requireRange(final String kind, final long address, final long lengthBytes) {
        if (Long.compareUnsigned(address + (lengthBytes - 1), address) < 0) {
            throw new IllegalArgumentException("a memory region of 0x%x bytes does not fit at the %s address 0x%x"
                    .formatted(lengthBytes, kind, address));
        }
    }
}
