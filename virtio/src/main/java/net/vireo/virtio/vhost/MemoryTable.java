// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.util.ArrayList;
import java.util.List;

/**
 * The regions that a front end shares, checked in every way that numbers allow. Immutable. Owns nothing.
 *
 * <p>Addresses of processes and guests are far below 2^63, so whatever reaches beyond is refused and signed arithmetic
 * serves.
 *
 * @param regions in the order in which they came
 */
record MemoryTable(List<SharedRegion> regions) {
    static final MemoryTable EMPTY = new MemoryTable(List.of());

    /** What the strictest ring area needs (virtio 1.2, 2.7); regions are pages in truth. */
    private static final long ALIGNMENT = 16;

    /** A table with one region more. */
    MemoryTable with(final SharedRegion added) throws RefusedException {
        check(added.region());
        for (final SharedRegion present : regions) {
            checkApart(present.region(), added.region());
        }
        final List<SharedRegion> more = new ArrayList<>(regions);
        more.add(added);
        return new MemoryTable(List.copyOf(more));
    }

    /** A table without one region. */
    MemoryTable without(final SharedRegion removed) {
        final List<SharedRegion> fewer = new ArrayList<>(regions);
        fewer.remove(removed);
        return new MemoryTable(List.copyOf(fewer));
    }

    /** The region that a REM_MEM_REG means, or null. */
    SharedRegion find(final MemoryRegion wanted) {
        for (final SharedRegion present : regions) {
            if (present.region().sameMemory(wanted)) {
                return present;
            }
        }
        return null;
    }

    /**
     * Translates a range that must lie in one region.
     *
     * @param userAddress in the front end's process
     * @return the guest-physical address, or -1
     */
    long guestAddress(final long userAddress, final long lengthBytes) {
        for (final SharedRegion present : regions) {
            final MemoryRegion region = present.region();
            final long offset = userAddress - region.userAddress();
            if (userAddress >= region.userAddress()
                    && offset < region.lengthBytes()
                    && lengthBytes <= region.lengthBytes() - offset) {
                return region.guestAddress() + offset;
            }
        }
        return -1;
    }

    private static void check(final MemoryRegion region) throws RefusedException {
        if (region.lengthBytes() == 0) {
            throw refused(text(region) + " is empty");
        }
        if (wraps(region.guestAddress(), region.lengthBytes())
                || wraps(region.userAddress(), region.lengthBytes())
                || wraps(region.mmapOffset(), region.lengthBytes())) {
            throw refused(text(region) + " ends beyond all addresses");
        }
        if (((region.guestAddress() | region.userAddress() | region.mmapOffset()) & (ALIGNMENT - 1)) != 0) {
            throw refused(text(region) + " does not begin at a multiple of 16");
        }
    }

    private static boolean wraps(final long from, final long lengthBytes) {
        return from < 0 || lengthBytes < 0 || from + lengthBytes < 0;
    }

    private static void checkApart(final MemoryRegion a, final MemoryRegion b) throws RefusedException {
        if (overlaps(a.guestAddress(), a.lengthBytes(), b.guestAddress(), b.lengthBytes())
                || overlaps(a.userAddress(), a.lengthBytes(), b.userAddress(), b.lengthBytes())) {
            throw refused(text(b) + " overlaps " + text(a));
        }
    }

    private static boolean overlaps(final long a, final long aBytes, final long b, final long bBytes) {
        return a < b + bBytes && b < a + aBytes;
    }

    private static String text(final MemoryRegion region) {
        return "region of %#x bytes at guest address %#x, user address %#x, offset %#x"
                .formatted(region.lengthBytes(), region.guestAddress(), region.userAddress(), region.mmapOffset());
    }

    private static RefusedException refused(final String sentence) {
        return new RefusedException(Refusal.MEMORY, sentence);
    }
}
