// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import java.util.Comparator;
import java.util.List;

/**
 * An immutable table of the guest memory that is mapped here: translates the guest's addresses to ours, always for a
 * whole range (CVE-2018-1059). When memory comes or goes, make a new table and open the queues anew with it; unmap the
 * old memory only after no lcore uses a queue of the old table.
 *
 * <p>May be used by any thread. Allocates nothing after its making. The longest regions are looked at first: most guests
 * have all but a few buffers in one.
 */
public final class MemoryRegions {
    /** How many regions a table may have. */
    public static final int MAX_REGIONS = 32;
    /** What a translation gives for a range that is not wholly inside one region. */
    public static final long BAD = -1;

    private static final int GUEST = 0;
    private static final int USER = 1;
    private static final int LENGTH = 2;
    private static final int HOST = 3;
    private static final int WORDS = 4;

    private final List<MemoryRegion> regions;
    private final long[] table;
    // The first region's, for who translates in a loop of his own; all zero, which holds nothing, without one.
    private final long firstGuest;
    private final long firstBytes;
    private final long firstHost;

    private MemoryRegions(final List<MemoryRegion> regions) {
        this.regions = regions;
        table = new long[regions.size() * WORDS];
        for (int i = 0; i < regions.size(); i++) {
            final MemoryRegion region = regions.get(i);
            table[i * WORDS + GUEST] = region.guestAddress();
            table[i * WORDS + USER] = region.userAddress();
            table[i * WORDS + LENGTH] = region.lengthBytes();
            table[i * WORDS + HOST] = region.hostAddress();
        }
        firstGuest = regions.isEmpty() ? 0 : table[GUEST];
        firstBytes = regions.isEmpty() ? 0 : table[LENGTH];
        firstHost = regions.isEmpty() ? 0 : table[HOST];
    }

    /**
     * A table of these regions.
     *
     * @throws IllegalArgumentException for more than {@link #MAX_REGIONS}, or two that overlap for the guest or the
     *     front end
     */
    public static MemoryRegions of(final List<MemoryRegion> regions) {
        if (regions.size() > MAX_REGIONS) {
            throw new IllegalArgumentException("%d memory regions, at most %d".formatted(regions.size(), MAX_REGIONS));
        }
        for (int i = 0; i < regions.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (regions.get(i).overlaps(regions.get(j))) {
                    throw new IllegalArgumentException(
                            "memory regions overlap: %s and %s".formatted(regions.get(j), regions.get(i)));
                }
            }
        }
        return new MemoryRegions(regions.stream()
                .sorted(Comparator.comparingLong(MemoryRegion::lengthBytes).reversed())
                .toList());
    }

    /** The regions, longest first. */
    public List<MemoryRegion> regions() {
        return regions;
    }

    /**
     * Where a range of guest (physical) addresses is in this process.
     *
     * @param guestAddress any 64 bits
     * @param lengthBytes 0 to 2^63 - 1; with 0 the address itself must be inside a region
     * @return our address, or {@link #BAD}
     */
    public long guest(final long guestAddress, final long lengthBytes) {
        return translate(GUEST, guestAddress, lengthBytes);
    }

    /** {@link #guest}, faster for the region where most buffers are. */
    long guestMostly(final long guestAddress, final long lengthBytes) {
        final long offset = guestAddress - firstGuest;
        return Long.compareUnsigned(offset, firstBytes) < 0 && lengthBytes <= firstBytes - offset
                ? firstHost + offset
                : guest(guestAddress, lengthBytes);
    }

    /** As {@link #guest}, for an address of the front end: rings are named by those. */
    public long user(final long userAddress, final long lengthBytes) {
        return translate(USER, userAddress, lengthBytes);
    }

    /** Bytes from a guest address to the end of its region; 0 when no region has it. */
    long guestBytes(final long guestAddress) {
        final long[] words = table;
        for (int i = 0; i < words.length; i += WORDS) {
            final long offset = guestAddress - words[i + GUEST];
            if (Long.compareUnsigned(offset, words[i + LENGTH]) < 0) {
                return words[i + LENGTH] - offset;
            }
        }
        return 0;
    }

    /** An address below the region's start gives a huge unsigned offset, so no sum can overflow here. */
    private long translate(final int kind, final long address, final long lengthBytes) {
        final long[] words = table;
        for (int i = 0; i < words.length; i += WORDS) {
            final long offset = address - words[i + kind];
            final long regionBytes = words[i + LENGTH];
            if (Long.compareUnsigned(offset, regionBytes) < 0) {
                return lengthBytes >= 0 && lengthBytes <= regionBytes - offset ? words[i + HOST] + offset : BAD;
            }
        }
        return BAD;
    }
}
