// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * The routes of one family, VRF by VRF, with their uses of next hops counted; a VRF's tree is made at its first route.
 * Look-ups from any thread, the rest from the control thread.
 */
final class RouteTables<R extends PrefixRoutes> {
    private final AtomicReferenceArray<R> byVrf;
    private final UseCounts uses;
    private final Supplier<R> maker;
    private long treeBytes;

    RouteTables(final int vrfs, final UseCounts uses, final Supplier<R> maker) {
        this.byVrf = new AtomicReferenceArray<>(vrfs);
        this.uses = uses;
        this.maker = maker;
    }

    /** The routes of a VRF, null while it has none or when it is out of range. Any thread. */
    R at(final int vrf) {
        return vrf >= 0 && vrf < byVrf.length() ? byVrf.getAcquire(vrf) : null;
    }

    /** Adds a route or replaces the one with the same prefix. */
    void put(final int vrf, final Route route) {
        R table = byVrf.getPlain(vrf);
        if (table == null) {
            table = maker.get();
            treeBytes += table.treeBytes();
            byVrf.setRelease(vrf, table);
        }
        treeBytes -= table.treeBytes();
        final Route before = table.put(route);
        treeBytes += table.treeBytes();
        uses.nexthop(route.nexthopId(), 1);
        released(before);
    }

    /** Deletes a prefix; false when there is no such route. */
    boolean remove(final int vrf, final long high, final long low, final int prefixLength) {
        final R table = at(vrf);
        return table != null && released(table.remove(high, low, prefixLength));
    }

    /** Memory of all trees. */
    long treeBytes() {
        return treeBytes;
    }

    private boolean released(final Route route) {
        if (route != null) {
            uses.nexthop(route.nexthopId(), -1);
        }
        return route != null;
    }

    void clear() {
        for (int vrf = 0; vrf < byVrf.length(); vrf++) {
            byVrf.setRelease(vrf, null);
        }
        treeBytes = 0;
    }
}
