// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * The routes of one family, VRF by VRF; a VRF's tree is made at its first route. Look-ups from any thread, the rest from
 * the control thread.
 */
final class RouteTables<R extends PrefixRoutes> {
    private final AtomicReferenceArray<R> byVrf;
    private final Quiescence quiescence;
    private final Function<Quiescence, R> maker;
    private long treeBytes;

    RouteTables(final int vrfs, final Quiescence quiescence, final Function<Quiescence, R> maker) {
        this.byVrf = new AtomicReferenceArray<>(vrfs);
        this.quiescence = quiescence;
        this.maker = maker;
    }

    /** The routes of a VRF, null while it has none or when it is out of range. Any thread. */
    R at(final int vrf) {
        return vrf >= 0 && vrf < byVrf.length() ? byVrf.getAcquire(vrf) : null;
    }

    /** Adds a route or replaces the one with the same prefix; answers the replaced one or null. */
    Route put(final int vrf, final Route route) {
        R table = byVrf.getPlain(vrf);
        if (table == null) {
            table = maker.apply(quiescence);
            treeBytes += table.treeBytes();
            byVrf.setRelease(vrf, table);
        }
        treeBytes -= table.treeBytes();
        final Route before = table.put(route);
        treeBytes += table.treeBytes();
        return before;
    }

    /** Deletes a prefix and answers its route, null when there is none. */
    Route remove(final int vrf, final long high, final long low, final int prefixLength) {
        final R table = at(vrf);
        return table == null ? null : table.remove(high, low, prefixLength);
    }

    /** Memory of all trees. */
    long treeBytes() {
        return treeBytes;
    }

    void clear() {
        for (int vrf = 0; vrf < byVrf.length(); vrf++) {
            byVrf.setRelease(vrf, null);
        }
        treeBytes = 0;
    }
}
