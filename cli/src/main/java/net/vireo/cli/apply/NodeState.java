// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.SortedMap;
import java.util.TreeMap;
import net.vireo.cli.node.NodeNames;

/**
 * The entries of a node's tables by id: what the data plane has, or what it should have. Mutable while it is filled,
 * for one thread.
 */
final class NodeState {
    private final SortedMap<Integer, Item.VifItem> vifs = new TreeMap<>();
    private final SortedMap<Integer, Item.NexthopItem> nexthops = new TreeMap<>();
    private final SortedMap<Integer, Item.LabelItem> labels = new TreeMap<>();
    private final SortedMap<NodeNames.RouteKey, Item.RouteItem> routes = new TreeMap<>();

    SortedMap<Integer, Item.VifItem> vifs() {
        return vifs;
    }

    SortedMap<Integer, Item.NexthopItem> nexthops() {
        return nexthops;
    }

    SortedMap<Integer, Item.LabelItem> labels() {
        return labels;
    }

    SortedMap<NodeNames.RouteKey, Item.RouteItem> routes() {
        return routes;
    }

    NodeState add(final Item item) {
        switch (item) {
            case final Item.VifItem vif -> vifs.put(vif.index(), vif);
            case final Item.NexthopItem nexthop -> nexthops.put(nexthop.id(), nexthop);
            case final Item.LabelItem label -> labels.put(label.label(), label);
            case final Item.RouteItem route -> routes.put(key(route), route);
        }
        return this;
    }

    static NodeNames.RouteKey key(final Item.RouteItem route) {
        return new NodeNames.RouteKey(route.vrf(), route.prefix().toString());
    }
}
