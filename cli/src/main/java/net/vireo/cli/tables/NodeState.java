// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.SortedMap;
import java.util.TreeMap;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Mac;

/**
 * The tables of a data plane, as wanted or as found, by what identifies an entry. Mutable while it is being filled,
 * for one thread.
 */
public final class NodeState {
    private final SortedMap<Integer, VifItem> vifs = new TreeMap<>();
    private final SortedMap<Integer, NexthopItem> nexthops = new TreeMap<>();
    private final SortedMap<Integer, LabelItem> labels = new TreeMap<>();
    private final SortedMap<Integer, VniItem> vnis = new TreeMap<>();
    private final SortedMap<NodeNames.RouteKey, RouteItem> routes = new TreeMap<>();
    private final SortedMap<NodeNames.RouteKey, MacItem> macs = new TreeMap<>();
    private final SortedMap<Integer, MirrorItem> mirrors = new TreeMap<>();
    private final SortedMap<Integer, ForwardingClassItem> classes = new TreeMap<>();
    private final SortedMap<Integer, QosMapItem> qosMaps = new TreeMap<>();

    /** By vif index. */
    public SortedMap<Integer, VifItem> vifs() {
        return vifs;
    }

    /** By next hop id. */
    public SortedMap<Integer, NexthopItem> nexthops() {
        return nexthops;
    }

    /** By label. */
    public SortedMap<Integer, LabelItem> labels() {
        return labels;
    }

    /** By VNI. */
    public SortedMap<Integer, VniItem> vnis() {
        return vnis;
    }

    /** By VRF and prefix, both families. */
    public SortedMap<NodeNames.RouteKey, RouteItem> routes() {
        return routes;
    }

    /** Bridge entries by VRF and MAC. */
    public SortedMap<NodeNames.RouteKey, MacItem> macs() {
        return macs;
    }

    /** By mirror index. */
    public SortedMap<Integer, MirrorItem> mirrors() {
        return mirrors;
    }

    /** By forwarding class. */
    public SortedMap<Integer, ForwardingClassItem> classes() {
        return classes;
    }

    /** By QoS map index. */
    public SortedMap<Integer, QosMapItem> qosMaps() {
        return qosMaps;
    }

    /** Puts an entry in its table, in place of the one with the same key. */
    public NodeState add(final Item item) {
        switch (item) {
            case final VifItem vif -> vifs.put(vif.index(), vif);
            case final NexthopItem nexthop -> nexthops.put(nexthop.id(), nexthop);
            case final LabelItem label -> labels.put(label.label(), label);
            case final VniItem vni -> vnis.put(vni.vni(), vni);
            case final RouteItem route -> routes.put(key(route), route);
            case final MacItem mac -> macs.put(key(mac), mac);
            case final MirrorItem mirror -> mirrors.put(mirror.index(), mirror);
            case final ForwardingClassItem forwardingClass -> classes.put(forwardingClass.id(), forwardingClass);
            case final QosMapItem map -> qosMaps.put(map.index(), map);
        }
        return this;
    }

    /** Takes an entry out of its table; nothing happens when it is not there. */
    public NodeState remove(final Item item) {
        switch (item) {
            case final VifItem vif -> vifs.remove(vif.index());
            case final NexthopItem nexthop -> nexthops.remove(nexthop.id());
            case final LabelItem label -> labels.remove(label.label());
            case final VniItem vni -> vnis.remove(vni.vni());
            case final RouteItem route -> routes.remove(key(route));
            case final MacItem mac -> macs.remove(key(mac));
            case final MirrorItem mirror -> mirrors.remove(mirror.index());
            case final ForwardingClassItem forwardingClass -> classes.remove(forwardingClass.id());
            case final QosMapItem map -> qosMaps.remove(map.index());
        }
        return this;
    }

    /** What identifies a route. */
    public static NodeNames.RouteKey key(final RouteItem route) {
        return new NodeNames.RouteKey(route.vrf(), route.prefix().toString());
    }

    /** What identifies a bridge entry. */
    public static NodeNames.RouteKey key(final MacItem mac) {
        return new NodeNames.RouteKey(mac.vrf(), Mac.text(mac.mac()));
    }
}
