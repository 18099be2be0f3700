// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * All forwarding tables of one router. Written by the control thread only; read by every lcore without locks: each
 * read is one acquire load of an immutable object, and the garbage collector is the grace period.
 */
public final class Tables {
    /** Sizes of a table set; defaults are Contrail's (fact sheet vrouter-dataplane 1.0). */
    public record Limits(int vifs, int vrfs, int nexthops, int labels) {
        public static final Limits DEFAULT = new Limits(4352, 4096, 524_288, 5120);
    }

    private final Limits limits;
    private final AtomicReferenceArray<Vif> vifs;
    private final AtomicReferenceArray<Nexthop> nexthops;

    /** Label to next hop id plus one; 0 is an empty slot. */
    private final AtomicIntegerArray labels;

    private final AtomicReferenceArray<Ipv4Routes> routes;

    public Tables(final Limits limits) {
        this.limits = limits;
        vifs = new AtomicReferenceArray<>(limits.vifs());
        nexthops = new AtomicReferenceArray<>(limits.nexthops());
        labels = new AtomicIntegerArray(limits.labels());
        routes = new AtomicReferenceArray<>(limits.vrfs());
        nexthops.setRelease(0, Nexthop.DISCARD);
    }

    public Limits limits() {
        return limits;
    }

    /** The vif, or null when there is none at that index or it is out of range. Any thread. */
    public Vif vif(final int index) {
        return index >= 0 && index < vifs.length() ? vifs.getAcquire(index) : null;
    }

    /** The next hop, or null when there is none or the id is out of range. Any thread. */
    public Nexthop nexthop(final int id) {
        return id >= 0 && id < nexthops.length() ? nexthops.getAcquire(id) : null;
    }

    /** The id of the next hop that a label leads to, or -1 when it leads nowhere or is out of range. Any thread. */
    public int labelNexthopId(final int label) {
        return label >= 0 && label < labels.length() ? labels.getAcquire(label) - 1 : -1;
    }

    /** Longest-prefix match in a VRF; {@link Route#MISS} when nothing matches. Never null. Any thread. */
    public Route route(final int vrf, final int destination) {
        final Ipv4Routes table = vrf >= 0 && vrf < routes.length() ? routes.getAcquire(vrf) : null;
        return table == null ? Route.MISS : table.lookup(destination);
    }

    /** The routes of a VRF, or null while it has none. Control thread. */
    public Ipv4Routes routes(final int vrf) {
        return vrf >= 0 && vrf < routes.length() ? routes.getAcquire(vrf) : null;
    }

    public void putVif(final Vif vif) {
        vifs.setRelease(vif.index(), vif);
    }

    public void removeVif(final int index) {
        vifs.setRelease(index, null);
    }

    public void putNexthop(final Nexthop nexthop) {
        nexthops.setRelease(nexthop.id, nexthop);
    }

    /** Next hop 0 stays: it is the discard every miss leads to. */
    public void removeNexthop(final int id) {
        if (id != 0) {
            nexthops.setRelease(id, null);
        }
    }

    public void putLabel(final int label, final int nexthopId) {
        labels.setRelease(label, nexthopId + 1);
    }

    public void removeLabel(final int label) {
        labels.setRelease(label, 0);
    }

    /** Adds or replaces a route; the VRF's tree is made at its first one. */
    public void putRoute(final int vrf, final Route route) {
        Ipv4Routes table = routes.getPlain(vrf);
        if (table == null) {
            table = new Ipv4Routes();
            routes.setRelease(vrf, table);
        }
        table.put(route);
    }

    /** Deletes a prefix; its addresses fall to {@code replacement}, the covering route ({@link Route#MISS} if none). */
    public void removeRoute(final int vrf, final int prefix, final int prefixLength, final Route replacement) {
        final Ipv4Routes table = routes.getPlain(vrf);
        if (table != null) {
            table.remove(prefix, prefixLength, replacement);
        }
    }
}
