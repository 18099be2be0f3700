// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * All forwarding tables of one router. Written by the control thread only; read by every lcore without locks: each
 * read is one acquire load of an immutable object, and the garbage collector is the grace period. Only the nodes of
 * the route trees and the slots of the bridge table are used again in place, when {@link Quiescence} allows.
 */
public final class Tables {
    /**
     * Sizes of a table set; defaults are Contrail's (fact sheet vrouter-dataplane 1.0). What a table needs is reserved when
     * it is made and touched when it is used.
     *
     * @param vifs indices of interfaces
     * @param vrfs numbers of VRFs
     * @param nexthops ids of next hops
     * @param labels incoming MPLS labels
     * @param mirrors indices of mirrors
     * @param bridge MAC addresses of all VRFs
     * @param flows flows of all VRFs
     * @param fragments fragmented packets whose ports are remembered
     */
    public record Limits(
            int vifs,
            int vrfs,
            int nexthops,
            int labels,
            int mirrors,
            TableSize bridge,
            TableSize flows,
            TableSize fragments) {
        public static final Limits DEFAULT =
                new Limits(4352, 4096, 524_288, 5120, 255, TableSize.BRIDGE, TableSize.FLOWS, TableSize.FRAGMENTS);

        /** With small hashed tables: for tests and the warm-up. */
        public Limits(final int vifs, final int vrfs, final int nexthops, final int labels) {
            this(vifs, vrfs, nexthops, labels, 255, TableSize.SMALL, TableSize.SMALL, TableSize.SMALL);
        }

        /** What {@link #bridge} means for the memory of the bridge table. */
        public BridgeLayout bridgeLayout(final int lcores) {
            return new BridgeLayout(Math.ceilDiv(bridge.entries(), 4) * 4, bridge.overflowEntries(), lcores);
        }
    }

    private final Limits limits;
    private final IdSlots<Vif> vifs;
    private final IdSlots<Nexthop> nexthops;

    /** Label to next hop id plus one; 0 is an empty slot. */
    private final AtomicIntegerArray labels;

    private final RouteTables<Ipv4Routes> routes;
    private final RouteTables<Ipv6Routes> routes6;
    private final MacTable macs;
    private final VxlanTable vxlan = new VxlanTable();
    private final IdSlots<Mirror> mirrors;
    private final IdSlots<QosMap> qosMaps = new IdSlots<>(QosMap.MAPS);
    private final IdSlots<ForwardingClass> forwardingClasses = new IdSlots<>(ForwardingClass.CLASSES);

    private final Verdicts verdicts;

    private final VlanAssignments vlanAssignments;
    private final SubInterfaces subInterfaces;

    private volatile Settings settings = Settings.DEFAULT;

    private final NavigableMap<Integer, VrfEntry> vrfs = new TreeMap<>();
    private final UseCounts uses = new UseCounts();

    /** Tables whose readers do not report when they are quiescent. */
    public Tables(final Limits limits) {
        this(limits, Quiescence.NEVER);
    }

    /** Tables whose bridge table nobody else sees, for four lcores at most. */
    public Tables(final Limits limits, final Quiescence quiescence) {
        this(limits, quiescence, BridgeWriter.anonymous(limits.bridgeLayout(4), quiescence));
    }

    /** @param bridge from now on nobody else writes through it; what is in it stays */
    public Tables(final Limits limits, final Quiescence quiescence, final BridgeWriter bridge) {
        this.limits = limits;
        macs = new MacTable(bridge, uses);
        vifs = new IdSlots<>(limits.vifs());
        nexthops = new IdSlots<>(limits.nexthops());
        labels = new AtomicIntegerArray(limits.labels());
        routes = new RouteTables<>(limits.vrfs(), uses, () -> new Ipv4Routes(quiescence));
        routes6 = new RouteTables<>(limits.vrfs(), uses, () -> new Ipv6Routes(quiescence));
        mirrors = new IdSlots<>(limits.mirrors());
        verdicts = new Verdicts(limits, quiescence);
        vlanAssignments = new VlanAssignments(limits.vifs(), uses);
        subInterfaces = new SubInterfaces(limits.vifs());
        nexthops.put(0, Nexthop.DISCARD);
    }

    public Limits limits() {
        return limits;
    }

    /** The vif, or null when there is none at that index or it is out of range. Any thread. */
    public Vif vif(final int index) {
        return vifs.at(index);
    }

    /** The next hop, or null when there is none or the id is out of range. Any thread. */
    public Nexthop nexthop(final int id) {
        return nexthops.at(id);
    }

    /** The id of the next hop that a label leads to, or -1 when it leads nowhere or is out of range. Any thread. */
    public int labelNexthopId(final int label) {
        return label >= 0 && label < labels.length() ? labels.getAcquire(label) - 1 : -1;
    }

    /** Longest-prefix match in a VRF; {@link Route#MISS} when nothing matches. Never null. Any thread. */
    public Route route(final int vrf, final int destination) {
        final Ipv4Routes table = routes.at(vrf);
        return table == null ? Route.MISS : table.lookup(destination);
    }

    /** The same for an IPv6 address: its first and its last eight bytes as big-endian numbers. Any thread. */
    public Route route6(final int vrf, final long high, final long low) {
        final Ipv6Routes table = routes6.at(vrf);
        return table == null ? Route.MISS : table.lookup(high, low);
    }

    /** MAC addresses of all VRFs. Look-ups from any thread. */
    public BridgeTable bridge() {
        return macs.bridge().table();
    }

    /** Entries of the bridge table in their hash's place. Control thread. */
    public int bridgeUsed() {
        return macs.bridge().usedEntries();
    }

    /** Entries of the bridge table in the overflow. Control thread. */
    public int bridgeOverflowUsed() {
        return macs.bridge().usedOverflow();
    }

    /** VXLAN network ids. Look-ups from any thread. */
    public VxlanTable vxlan() {
        return vxlan;
    }

    /** Where mirrored packets go. Look-ups from any thread. */
    public IdSlots<Mirror> mirrors() {
        return mirrors;
    }

    /** By what lcores decide on new flows. Look-ups from any thread. */
    public Verdicts verdicts() {
        return verdicts;
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
        return vlanAssignments.at(vif, vlan);
    }

    /** Which vif a tagged frame belongs to. Look-ups from any thread. */
    public SubInterfaces subInterfaces() {
        return subInterfaces;
    }

    /** The run-time settings. Any thread. */
    public Settings settings() {
        return settings;
    }

    /** Replaces the run-time settings. */
    public void settings(final Settings changed) {
        settings = changed;
    }

    /** The IPv4 routes of a VRF, or null while it has none. Any thread. */
    public Ipv4Routes routes(final int vrf) {
        return routes.at(vrf);
    }

    /** The IPv6 routes of a VRF, or null while it has none. Any thread. */
    public Ipv6Routes routes6(final int vrf) {
        return routes6.at(vrf);
    }

    /** What is known of a VRF beside its routes, or null. Control thread. */
    public VrfEntry vrf(final int index) {
        return vrfs.get(index);
    }

    /** The VRF entries with a greater index, ascending. Control thread. */
    public Collection<VrfEntry> vrfsAfter(final int index) {
        return Collections.unmodifiableCollection(vrfs.tailMap(index, false).values());
    }

    /** Memory of the route trees of both families. Control thread. */
    public long routeTreeBytes() {
        return routes.treeBytes() + routes6.treeBytes();
    }

    /**
     * How many entries name a next hop: routes, MAC addresses, labels, VNIs, vifs, VLAN assignments, mirrors, and composites once for
     * each place in their list. Control thread.
     */
    public int nexthopUses(final int id) {
        return uses.ofNexthop(id);
    }

    /** How many next hops, sub-interfaces and other vifs name a vif. Control thread. */
    public int vifUses(final int index) {
        return uses.ofVif(index);
    }

    /** Adds a vif or replaces the one at its index. */
    public void putVif(final Vif vif) {
        uses.by(vifs.at(vif.index()), -1);
        uses.by(vif, 1);
        vifs.put(vif.index(), vif);
        // Last, so that who finds the sub-interface by its tag finds the vif too.
        subInterfaces.put(vif);
    }

    /** Forgets a vif and the VLANs assigned on it. */
    public void removeVif(final int index) {
        subInterfaces.remove(index);
        vlanAssignments.forget(index);
        uses.by(vifs.at(index), -1);
        vifs.put(index, null);
    }

    /** Adds a next hop or replaces the one with its id. */
    public void putNexthop(final Nexthop nexthop) {
        uses.by(nexthops.at(nexthop.id), -1);
        uses.by(nexthop, 1);
        nexthops.put(nexthop.id, nexthop);
    }

    /** Next hop 0 stays: it is the discard every miss leads to. */
    public void removeNexthop(final int id) {
        if (id != 0) {
            uses.by(nexthops.at(id), -1);
            nexthops.put(id, null);
        }
    }

    public void putLabel(final int label, final int nexthopId) {
        uses.nexthop(labels.getPlain(label) - 1, -1);
        uses.nexthop(nexthopId, 1);
        labels.setRelease(label, nexthopId + 1);
    }

    public void removeLabel(final int label) {
        uses.nexthop(labels.getPlain(label) - 1, -1);
        labels.setRelease(label, 0);
    }

    public void putVrf(final VrfEntry entry) {
        vrfs.put(entry.index(), entry);
    }

    /** Whether there was an entry. */
    public boolean removeVrf(final int index) {
        return vrfs.remove(index) != null;
    }

    /** Adds or replaces an IPv4 route; the VRF's tree is made at its first one. */
    public void putRoute(final int vrf, final Route route) {
        routes.put(vrf, route);
    }

    /** Adds or replaces an IPv6 route; the VRF's tree is made at its first one. */
    public void putRoute6(final int vrf, final Route route) {
        routes6.put(vrf, route);
    }

    /**
     * Deletes a prefix; its addresses fall to the next shorter route that covers it, to {@link Route#MISS} if none does.
     *
     * @return whether there was such a route
     */
    public boolean removeRoute(final int vrf, final int prefix, final int prefixLength) {
        return routes.remove(vrf, (long) prefix << Integer.SIZE, 0, prefixLength);
    }

    /** Deletes an IPv6 prefix, as {@link #removeRoute} does. */
    public boolean removeRoute6(final int vrf, final long high, final long low, final int prefixLength) {
        return routes6.remove(vrf, high, low, prefixLength);
    }

    /**
     * Adds a MAC address of a VRF or changes the one that is there.
     *
     * @param key {@link BridgeKey#of}, not 0
     * @param value {@link BridgeValue#of}
     * @return its slot in the bridge table, {@link BridgeWriter#FULL} when there is no room
     */
    public int putBridge(final long key, final long value) {
        return macs.put(key, value);
    }

    /** Whether there was such an address. */
    public boolean removeBridge(final long key) {
        return macs.remove(key);
    }

    /** Leads a VNI of {@code 0 .. VxlanTable.MAX_VNI} to a next hop. */
    public void putVxlan(final int vni, final int nexthopId) {
        uses.nexthop(nexthopId, 1);
        uses.nexthop(vxlan.put(vni, nexthopId), -1);
    }

    /** Whether there was an entry. */
    public boolean removeVxlan(final int vni) {
        final int before = vxlan.remove(vni);
        uses.nexthop(before, -1);
        return before >= 0;
    }

    /** Adds a mirror or replaces the one at its index. */
    public void putMirror(final Mirror mirror) {
        final Mirror before = mirrors.at(mirror.index());
        uses.nexthop(mirror.nexthopId(), 1);
        mirrors.put(mirror.index(), mirror);
        if (before != null) {
            uses.nexthop(before.nexthopId(), -1);
        }
    }

    /** Whether there was an entry at the index. */
    public boolean removeMirror(final int index) {
        final Mirror before = mirrors.at(index);
        if (before != null) {
            uses.nexthop(before.nexthopId(), -1);
            mirrors.put(index, null);
        }
        return before != null;
    }

    /** Assigns the frames of a service interface with a tag of 0 .. 4095. */
    public void putVlanAssignment(final int vif, final int vlan, final VlanAssignment assignment) {
        vlanAssignments.put(vif, vlan, assignment);
    }

    /** Whether there was an assignment of a vif and a tag within range. */
    public boolean removeVlanAssignment(final int vif, final int vlan) {
        return vlanAssignments.put(vif, vlan, null);
    }

    /** Deletes everything but next hop 0. Vifs' devices are the caller's to close. */
    public void clear() {
        routes.clear();
        routes6.clear();
        macs.bridge().clear();
        for (int label = 0; label < labels.length(); label++) {
            labels.setRelease(label, 0);
        }
        for (int id = 1; id < nexthops.size(); id++) {
            nexthops.put(id, null);
        }
        subInterfaces.clear();
        vifs.clear();
        vrfs.clear();
        vxlan.clear();
        mirrors.clear();
        qosMaps.clear();
        forwardingClasses.clear();
        vlanAssignments.clear();
        verdicts.clear();
        uses.clear();
    }
}
