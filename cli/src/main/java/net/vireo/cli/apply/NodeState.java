// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.SortedMap;
import java.util.TreeMap;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Mac;

/**
 * The tables of a data plane, as wanted or as found, by what identifies an entry. Mutable while it is being filled,
 * for one thread.
 */
final class NodeState {
    private final SortedMap<Integer, VifItem> vifs = new TreeMap<>();
    private final SortedMap<Integer, NexthopItem> nexthops = new TreeMap<>();
    private final SortedMap<Integer, LabelItem> labels = new TreeMap<>();
    private final SortedMap<Integer, VniItem> vnis = new TreeMap<>();
    private final SortedMap<NodeNames.RouteKey, RouteItem> routes = new TreeMap<>();
    private final SortedMap<NodeNames.RouteKey, MacItem> macs = new TreeMap<>();
    private final SortedMap<Integer, MirrorItem> mirrors = new TreeMap<>();
    private final SortedMap<Integer, ForwardingClassItem> classes = new TreeMap<>();
    private final SortedMap<Integer, QosMapItem> qosMaps = new TreeMap<>();

    SortedMap<Integer, VifItem> vifs() {
        return vifs;
    }

    SortedMap<Integer, NexthopItem> nexthops() {
        return nexthops;
    }

    SortedMap<Integer, LabelItem> labels() {
        return labels;
    }

    SortedMap<Integer, VniItem> vnis() {
        return vnis;
    }

    SortedMap<NodeNames.RouteKey, RouteItem> routes() {
        return routes;
    }

    SortedMap<NodeNames.RouteKey, MacItem> macs() {
        return macs;
    }

    SortedMap<Integer, MirrorItem> mirrors() {
        return mirrors;
    }

    SortedMap<Integer, ForwardingClassItem> classes() {
        return classes;
    }

    SortedMap<Integer, QosMapItem> qosMaps() {
        return qosMaps;
    }

    NodeState add(final Item item) {
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

    static NodeNames.RouteKey key(final RouteItem route) {
        return new NodeNames.RouteKey(route.vrf(), route.prefix().toString());
    }

    static NodeNames.RouteKey key(final MacItem mac) {
        return new NodeNames.RouteKey(mac.vrf(), Mac.text(mac.mac()));
    }
}
