// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * All forwarding tables of one router. Written by the control thread only; read by every lcore without locks: each
 * read is one acquire load of an immutable object, and the garbage collector is the grace period. Only the nodes of
 * the route trees are used again in place, when {@link Quiescence} allows.
 */
public final class Tables {
    private static final int MIRRORS = 255;
    private static final int QOS_MAPS = 4096;
    private static final int FORWARDING_CLASSES = 256;

    /** Sizes of a table set; defaults are Contrail's (fact sheet vrouter-dataplane 1.0). */
    public record Limits(int vifs, int vrfs, int nexthops, int labels) {
        public static final Limits DEFAULT = new Limits(4352, 4096, 524_288, 5120);
    }

    private final Limits limits;
    private final Quiescence quiescence;
    private final AtomicReferenceArray<Vif> vifs;
    private final AtomicReferenceArray<Nexthop> nexthops;

    /** Label to next hop id plus one; 0 is an empty slot. */
    private final AtomicIntegerArray labels;

    private final AtomicReferenceArray<Ipv4Routes> routes;
    private final VxlanTable vxlan = new VxlanTable();
    private final IdSlots<Mirror> mirrors = new IdSlots<>(MIRRORS);
    private final IdSlots<QosMap> qosMaps = new IdSlots<>(QOS_MAPS);
    private final IdSlots<ForwardingClass> forwardingClasses = new IdSlots<>(FORWARDING_CLASSES);

    /** By vif, then by VLAN tag; made at a service interface's first assignment. */
    private final IdSlots<IdSlots<VlanAssignment>> vlanAssignments;

    private volatile Settings settings = Settings.DEFAULT;

    private final NavigableMap<Integer, VrfEntry> vrfs = new TreeMap<>();
    private final UseCounts nexthopUses = new UseCounts();
    private final UseCounts vifUses = new UseCounts();
    private long routeTreeBytes;

    /** Tables whose readers do not report when they are quiescent. */
    public Tables(final Limits limits) {
        this(limits, Quiescence.NEVER);
    }

    public Tables(final Limits limits, final Quiescence quiescence) {
        this.limits = limits;
        this.quiescence = quiescence;
        vifs = new AtomicReferenceArray<>(limits.vifs());
        nexthops = new AtomicReferenceArray<>(limits.nexthops());
        labels = new AtomicIntegerArray(limits.labels());
        routes = new AtomicReferenceArray<>(limits.vrfs());
        vlanAssignments = new IdSlots<>(limits.vifs());
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

    /** VXLAN network ids. Look-ups from any thread. */
    public VxlanTable vxlan() {
        return vxlan;
    }

    /** Where mirrored packets go. Look-ups from any thread. */
    public IdSlots<Mirror> mirrors() {
        return mirrors;
    }

    /** From marking to forwarding class. Look-ups from any thread. */
    public IdSlots<QosMap> qosMaps() {
        return qosMaps;
    }

    /** From forwarding class to marking. Look-ups from any thread. */
    public IdSlots<ForwardingClass> forwardingClasses() {
        return forwardingClasses;
    }

    /** Where a service interface's frames with a tag belong, or null when nowhere. Any thread. */
    public VlanAssignment vlanAssignment(final int vif, final int vlan) {
        final IdSlots<VlanAssignment> ofVif = vlanAssignments.at(vif);
        return ofVif == null ? null : ofVif.at(vlan);
    }

    /** The run-time settings. Any thread. */
    public Settings settings() {
        return settings;
    }

    /** Replaces the run-time settings. */
    public void settings(final Settings changed) {
        settings = changed;
    }

    /** The routes of a VRF, or null while it has none. Control thread. */
    public Ipv4Routes routes(final int vrf) {
        return vrf >= 0 && vrf < routes.length() ? routes.getAcquire(vrf) : null;
    }

    /** What is known of a VRF beside its routes, or null. Control thread. */
    public VrfEntry vrf(final int index) {
        return vrfs.get(index);
    }

    /** The VRF entries with a greater index, ascending. Control thread. */
    public Collection<VrfEntry> vrfsAfter(final int index) {
        return Collections.unmodifiableCollection(vrfs.tailMap(index, false).values());
    }

    /** Memory of all route trees. Control thread. */
    public long routeTreeBytes() {
        return routeTreeBytes;
    }

    /** How many routes, labels and vifs name a next hop. Control thread. */
    public int nexthopUses(final int id) {
        return nexthopUses.of(id);
    }

    /** How many next hops and other vifs name a vif. Control thread. */
    public int vifUses(final int index) {
        return vifUses.of(index);
    }

    /** Adds a vif or replaces the one at its index. */
    public void putVif(final Vif vif) {
        releaseVif(vif.index());
        if (vif.nexthopId() != 0) {
            nexthopUses.add(vif.nexthopId());
        }
        vifUses.add(vif.crossConnect());
        vifs.setRelease(vif.index(), vif);
    }

    public void removeVif(final int index) {
        releaseVif(index);
        vifs.setRelease(index, null);
    }

    /** Adds a next hop or replaces the one with its id. */
    public void putNexthop(final Nexthop nexthop) {
        releaseNexthop(nexthop.id);
        vifUses.add(nexthop.vifIndex);
        nexthops.setRelease(nexthop.id, nexthop);
    }

    /** Next hop 0 stays: it is the discard every miss leads to. */
    public void removeNexthop(final int id) {
        if (id != 0) {
            releaseNexthop(id);
            nexthops.setRelease(id, null);
        }
    }

    public void putLabel(final int label, final int nexthopId) {
        releaseLabel(label);
        nexthopUses.add(nexthopId);
        labels.setRelease(label, nexthopId + 1);
    }

    public void removeLabel(final int label) {
        releaseLabel(label);
        labels.setRelease(label, 0);
    }

    public void putVrf(final VrfEntry entry) {
        vrfs.put(entry.index(), entry);
    }

    /** Whether there was an entry. */
    public boolean removeVrf(final int index) {
        return vrfs.remove(index) != null;
    }

    /** Adds or replaces a route; the VRF's tree is made at its first one. */
    public void putRoute(final int vrf, final Route route) {
        Ipv4Routes table = routes.getPlain(vrf);
        if (table == null) {
            table = new Ipv4Routes(quiescence);
            routeTreeBytes += table.treeBytes();
            routes.setRelease(vrf, table);
        }
        routeTreeBytes -= table.treeBytes();
        final Route before = table.put(route);
        routeTreeBytes += table.treeBytes();
        if (before != null) {
            nexthopUses.remove(before.nexthopId());
        }
        nexthopUses.add(route.nexthopId());
    }

    /**
     * Deletes a prefix; its addresses fall to the next shorter route that covers it, to {@link Route#MISS} if none does.
     *
     * @return whether there was such a route
     */
    public boolean removeRoute(final int vrf, final int prefix, final int prefixLength) {
        final Ipv4Routes table = routes(vrf);
        final Route gone = table == null ? null : table.remove(prefix, prefixLength);
        if (gone != null) {
            nexthopUses.remove(gone.nexthopId());
        }
        return gone != null;
    }

    /** Deletes everything but next hop 0. Vifs' devices are the caller's to close. */
    public void clear() {
        for (int vrf = 0; vrf < routes.length(); vrf++) {
            final Ipv4Routes table = routes.getPlain(vrf);
            if (table != null) {
                table.all().forEach(route -> nexthopUses.remove(route.nexthopId()));
                routes.setRelease(vrf, null);
            }
        }
        for (int label = 0; label < labels.length(); label++) {
            removeLabel(label);
        }
        for (int id = 1; id < nexthops.length(); id++) {
            if (nexthops.getPlain(id) != null) {
                removeNexthop(id);
            }
        }
        for (int index = 0; index < vifs.length(); index++) {
            removeVif(index);
        }
        vrfs.clear();
        vxlan.clear();
        mirrors.clear();
        qosMaps.clear();
        forwardingClasses.clear();
        vlanAssignments.clear();
        routeTreeBytes = 0;
    }

    private void releaseVif(final int index) {
        final Vif before = vifs.getPlain(index);
        if (before != null) {
            if (before.nexthopId() != 0) {
                nexthopUses.remove(before.nexthopId());
            }
            vifUses.remove(before.crossConnect());
        }
    }

    private void releaseNexthop(final int id) {
        final Nexthop before = nexthops.getPlain(id);
        if (before != null) {
            vifUses.remove(before.vifIndex);
        }
    }

    private void releaseLabel(final int label) {
        final int before = labels.getPlain(label);
        if (before != 0) {
            nexthopUses.remove(before - 1);
        }
    }
}
