// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.ArrayList;
import java.util.List;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Mac;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Yaml;
import net.vireo.vrouter.table.Route;

/** Reads what a node file says of the ways to somewhere else: routes, bridge entries, who gets broadcast. */
final class RouteReader {
    private static final String ARP_EXPECTED = "proxy, flood, trap or none, or a list of them";

    private final Scope scope;
    private final List<NodeFile.RemoteRoute> routes = new ArrayList<>();
    private final List<NodeFile.RemoteMac> macs = new ArrayList<>();
    private final List<NodeFile.Flood> broadcast = new ArrayList<>();

    RouteReader(final Scope scope) {
        this.scope = scope;
    }

    List<NodeFile.RemoteRoute> routes() {
        return routes;
    }

    List<NodeFile.RemoteMac> macs() {
        return macs;
    }

    List<NodeFile.Flood> broadcast() {
        return broadcast;
    }

    void route(final Fields fields) {
        final NodeFile.Network network = scope.network(fields);
        final IpPrefix prefix = fields.prefix("prefix");
        final List<NodeFile.Target> targets = new ArrayList<>();
        if (fields.has("paths")) {
            for (final Fields path : fields.list("paths", "path")) {
                targets.add(scope.target(path, network));
                path.finish();
            }
            if (targets.isEmpty()) {
                scope.problems.add(
                        fields.place("paths"), "paths is empty, expected at least one {via: NODE, label: N}");
            }
        } else {
            targets.add(scope.target(fields, network));
        }
        final long mac = fields.mac("mac", 0);
        final int flags = arp(fields);
        fields.finish();
        needs(network.mode().isRouted(), fields, network, "routes, expected mode l3 or l2_l3");
        final String where = " in network " + network.name();
        scope.unique(fields, "prefix", (prefix.isHost() ? "address " + prefix.address() : "prefix " + prefix) + where);
        routes.add(new NodeFile.RemoteRoute(network, prefix, targets, flags, mac));
    }

    private int arp(final Fields fields) {
        if (!fields.has("arp")) {
            return Route.FLAG_ARP_PROXY;
        }
        int flags = 0;
        for (final Yaml.Scalar word : fields.words("arp", ARP_EXPECTED)) {
            switch (word.text()) {
                case "proxy" -> flags |= Route.FLAG_ARP_PROXY;
                case "flood" -> flags |= Route.FLAG_ARP_FLOOD;
                case "trap" -> flags |= Route.FLAG_ARP_TRAP;
                case "none" -> {
                    // Nothing to add: the request is bridged, or nobody answers.
                }
                default -> scope.problems.add(word, "arp is '" + word.text() + "', expected " + ARP_EXPECTED);
            }
        }
        return flags;
    }

    void mac(final Fields fields) {
        final NodeFile.Network network = scope.network(fields);
        final long mac = fields.mac("mac");
        final NodeFile.Target target = scope.target(fields, network);
        fields.finish();
        needs(network.mode().isBridged(), fields, network, "MACs, expected mode l2 or l2_l3");
        scope.unique(fields, "mac", "mac " + Mac.text(mac) + " in network " + network.name());
        macs.add(new NodeFile.RemoteMac(network, mac, target));
    }

    void flood(final Fields fields) {
        final NodeFile.Network network = scope.network(fields);
        final NodeFile.Remote target = scope.remote(fields, network);
        fields.finish();
        needs(network.mode().isBridged(), fields, network, "broadcast, expected mode l2 or l2_l3");
        scope.unique(fields, "via", "broadcast to " + target.peer().name() + " in network " + network.name());
        broadcast.add(new NodeFile.Flood(network, target));
    }

    private void needs(final boolean fits, final Fields fields, final NodeFile.Network network, final String what) {
        if (!fits && network.vrf() != 0) {
            scope.problems.add(fields.place("network"), "network " + network.name() + " has no " + what + " for it");
        }
    }
}
