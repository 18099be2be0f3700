// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.vireo.port.SharedMemory;
import net.vireo.virtio.MemoryRegions;
import net.vireo.virtio.vhost.Refusal;
import net.vireo.virtio.vhost.RefusedException;
import net.vireo.virtio.vhost.SharedRegion;

/** A guest's memory table, mapped. Immutable; made anew when the table changes. {@link VhostControl}'s thread. */
final class GuestMemory {
    static final GuestMemory NONE = new GuestMemory(List.of(), MemoryRegions.of(List.of()));

    private final List<GuestRegion> mapped;
    private final MemoryRegions regions;

    private GuestMemory(final List<GuestRegion> mapped, final MemoryRegions regions) {
        this.mapped = List.copyOf(mapped);
        this.regions = regions;
    }

    /**
     * A table with what is new mapped, and what is already there kept.
     *
     * @throws RefusedException when a region cannot be mapped: nothing has changed then
     */
    GuestMemory changedTo(final List<SharedRegion> table) throws RefusedException {
        final List<GuestRegion> all = new ArrayList<>();
        final List<GuestRegion> fresh = new ArrayList<>();
        try {
            for (final SharedRegion shared : table) {
                final Optional<GuestRegion> kept =
                        mapped.stream().filter(region -> region.isOf(shared)).findFirst();
                if (kept.isPresent()) {
                    all.add(kept.get());
                } else {
                    fresh.add(GuestRegion.map(shared));
                    all.add(fresh.getLast());
                }
            }
            return new GuestMemory(
                    all, MemoryRegions.of(all.stream().map(GuestRegion::region).toList()));
        } catch (final RefusedException refused) {
            fresh.forEach(GuestRegion::close);
            throw refused;
        } catch (final IllegalArgumentException impossible) {
            fresh.forEach(GuestRegion::close);
            throw new RefusedException(Refusal.MEMORY, impossible.getMessage());
        }
    }

    /** Unmaps what a newer table has not. No lcore may use this one any more. */
    void closeAllBut(final GuestMemory newer) {
        mapped.stream().filter(region -> !newer.mapped.contains(region)).forEach(GuestRegion::close);
    }

    /** The translation for rings. */
    MemoryRegions regions() {
        return regions;
    }

    /** Regions whose files have become too short. */
    List<GuestRegion> shortRegions() {
        return mapped.stream().filter(GuestRegion::isShort).toList();
    }

    /** Regions whose files may become shorter at any time. */
    long unsealedCount() {
        return mapped.stream().filter(region -> !region.isSealed()).count();
    }

    /** The regions with the names of their addresses. Any thread. */
    List<SharedMemory> shared() {
        return mapped.stream().map(GuestRegion::names).toList();
    }

    int count() {
        return mapped.size();
    }
}
