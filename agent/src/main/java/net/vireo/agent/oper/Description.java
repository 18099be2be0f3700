// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.vireo.agent.config.BroadcastConfig;
import net.vireo.agent.config.Config;
import net.vireo.agent.config.FloatingIp;
import net.vireo.agent.config.MacConfig;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.config.PeerConfig;
import net.vireo.agent.config.RouteConfig;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.NearMiss;
import net.vireo.vrouter.table.Route;

/**
 * Describes the node in the words of a node file, from which its tables are made. What refers to something that is not
 * there (yet) is left out and named among the problems.
 */
final class Description {
    private final Config config;
    private final NodeSettings node;
    private final Map<String, NodeFile.Network> networks;
    private final Map<String, NodeFile.Guest> guests;
    private final Map<String, NodeFile.Network> checkNetworks;
    private final Learned learned;
    private final Map<String, NodeFile.Peer> peers = new LinkedHashMap<>();
    private final List<String> problems;

    Description(
            final Config config,
            final NodeSettings node,
            final Map<String, NodeFile.Network> networks,
            final Map<String, NodeFile.Guest> guests,
            final Map<String, NodeFile.Network> checkNetworks,
            final Learned learned,
            final List<String> problems) {
        this.config = config;
        this.node = node;
        this.networks = networks;
        this.guests = guests;
        this.checkNetworks = checkNetworks;
        this.learned = learned;
        this.problems = problems;
        config.all(PeerConfig.class).forEach(this::peer);
    }

    NodeFile file(final Analyzers analyzers) {
        final List<NodeFile.RemoteRoute> routes = new ArrayList<>();
        config.all(RouteConfig.class).forEach(route -> route(route).ifPresent(routes::add));
        config.floatingIps().forEach(floating -> floating(floating).ifPresent(routes::add));
        guests.values().forEach(guest -> checked(guest).ifPresent(routes::add));
        final List<NodeFile.RemoteMac> macs = new ArrayList<>();
        config.all(MacConfig.class).forEach(mac -> mac(mac).ifPresent(macs::add));
        final List<NodeFile.Flood> floods = new ArrayList<>();
        config.all(BroadcastConfig.class).forEach(flood -> flood(flood).ifPresent(floods::add));
        return new NodeFile(
                node.name(),
                node.address(),
                node.fabricDevice(),
                node.fabricSocket(),
                node.fabricMac(),
                node.mtuBytes(),
                Stream.concat(networks.values().stream(), checkNetworks.values().stream())
                        .toList(),
                List.copyOf(peers.values()),
                List.copyOf(guests.values()),
                routes,
                macs,
                floods,
                analyzers.mirrors(peers),
                List.of(),
                List.of(),
                List.of(),
                listeners());
    }

    /** Those that are here and now: what was learned may be older. */
    private List<NodeFile.Listeners> listeners() {
        final List<NodeFile.Listeners> all = new ArrayList<>();
        networks.values()
                .forEach(network -> learned.listenersIn(network.name()).forEach((mac, ports) -> {
                    final List<String> here = ports.stream()
                            .filter(port -> guests.containsKey(port)
                                    && guests.get(port).network().equals(network))
                            .toList();
                    if (!here.isEmpty()) {
                        all.add(new NodeFile.Listeners(network, mac, here));
                    }
                }));
        return all;
    }

    /** By which the host reaches a guest for its health checks, whether it is ill or not. */
    private Optional<NodeFile.RemoteRoute> checked(final NodeFile.Guest guest) {
        return Optional.ofNullable(checkNetworks.get(guest.network().name()))
                .filter(network -> guest.address() != 0)
                .map(network -> new NodeFile.RemoteRoute(
                        network, IpPrefix.host(guest.address()), List.of(new NodeFile.Local(guest.name())), 0, 0));
    }

    private void peer(final PeerConfig peer) {
        if (peer.address() == node.address()) {
            problems.add(peer.title() + " has this node's own address: left out");
            return;
        }
        peers.put(
                peer.name(),
                new NodeFile.Peer(
                        peer.name(),
                        peer.address(),
                        peer.encap().orElse(node.encaps().getFirst()),
                        peer.routerMac(),
                        peer.mac()));
    }

    private Optional<NodeFile.RemoteRoute> route(final RouteConfig route) {
        final NodeFile.Network network = network(route.title(), route.network(), true, false);
        if (network == null) {
            return Optional.empty();
        }
        final List<NodeFile.Guest> here = guests.values().stream()
                .filter(guest -> guest.network().equals(network) && hasAddress(guest, route.prefix()))
                .toList();
        if (!here.isEmpty() && route.paths().stream().noneMatch(path -> guests.containsKey(path.via()))) {
            problems.add(isHere(route.title(), here.getFirst()));
            return Optional.empty();
        }
        final List<NodeFile.Target> targets = new ArrayList<>();
        for (final RouteConfig.Path path : route.paths()) {
            if (guests.containsKey(path.via())) {
                if (!learned.isIll(path.via())) {
                    targets.add(new NodeFile.Local(path.via()));
                }
            } else {
                remote(route.title(), network, path.via(), path.label()).ifPresent(targets::add);
            }
        }
        if (targets.isEmpty()) {
            if (!route.paths().isEmpty()) {
                return Optional.empty();
            }
            targets.add(new NodeFile.Discard());
        }
        return Optional.of(
                new NodeFile.RemoteRoute(network, route.prefix(), targets, Route.FLAG_ARP_PROXY, route.mac()));
    }

    private static boolean hasAddress(final NodeFile.Guest guest, final IpPrefix prefix) {
        return guest.address() != 0 && prefix.equals(IpPrefix.host(guest.address()))
                || IpPrefix.parse(guest.address6()).filter(prefix::equals).isPresent();
    }

    /** What is here comes first (sheet control-plane 4.2): the other place is where it was before. */
    private static String isHere(final String title, final NodeFile.Guest guest) {
        return title + ": it is port " + guest.name() + "'s, which is here: left out";
    }

    /** Packets for a floating address go to the port; its flows are translated. */
    private Optional<NodeFile.RemoteRoute> floating(final FloatingIp floating) {
        final NodeFile.Network network = network(floating.title(), floating.network(), true, false);
        if (network == null) {
            return Optional.empty();
        }
        if (!guests.containsKey(floating.port())) {
            problems.add(floating.title() + ": port " + floating.port() + " is not active");
            return Optional.empty();
        }
        if (learned.isIll(floating.port())) {
            return Optional.empty();
        }
        return Optional.of(new NodeFile.RemoteRoute(
                network, floating.address(), List.of(new NodeFile.Local(floating.port())), Route.FLAG_ARP_PROXY, 0));
    }

    private Optional<NodeFile.RemoteMac> mac(final MacConfig mac) {
        final NodeFile.Network network = network(mac.title(), mac.network(), false, true);
        final Optional<NodeFile.Guest> here = guests.values().stream()
                .filter(guest -> guest.network().equals(network) && guest.mac() == mac.mac())
                .findFirst();
        here.ifPresent(guest -> problems.add(isHere(mac.title(), guest)));
        return network == null || here.isPresent()
                ? Optional.empty()
                : remote(mac.title(), network, mac.via(), mac.label())
                        .map(target -> new NodeFile.RemoteMac(network, mac.mac(), target));
    }

    private Optional<NodeFile.Flood> flood(final BroadcastConfig flood) {
        final NodeFile.Network network = network(flood.title(), flood.network(), false, true);
        return network == null
                ? Optional.empty()
                : remote(flood.title(), network, flood.via(), flood.label())
                        .map(target -> new NodeFile.Flood(network, target));
    }

    /** The network, or null when it is not there or does not forward what is asked of it. */
    private NodeFile.Network network(
            final String title, final String name, final boolean routed, final boolean bridged) {
        final NodeFile.Network network = networks.get(name);
        if (network == null) {
            problems.add(title + ": network " + name + " is not configured" + near(name, networks.keySet()));
            return null;
        }
        if (routed && !network.mode().isRouted() || bridged && !network.mode().isBridged()) {
            problems.add(title + ": network " + name + " is of mode "
                    + network.mode().name().toLowerCase(Locale.ROOT) + ", expected l2_l3 or "
                    + (routed ? "l3" : "l2"));
            return null;
        }
        return network;
    }

    private Optional<NodeFile.Remote> remote(
            final String title, final NodeFile.Network network, final String via, final int label) {
        final NodeFile.Peer peer = peers.get(via);
        if (peer == null) {
            problems.add(title + ": " + via + " is no peer and no active port" + near(via, peers.keySet()));
            return Optional.empty();
        }
        final boolean vxlan = peer.encap() == NodeFile.Encap.VXLAN;
        if (vxlan && network.vni() == 0) {
            problems.add(title + ": network " + network.name() + " has no vni, which VXLAN to " + via + " needs");
            return Optional.empty();
        }
        if (!vxlan && label == 0) {
            problems.add(title + ": no label, which MPLS to " + via + " needs");
            return Optional.empty();
        }
        return Optional.of(new NodeFile.Remote(peer, label));
    }

    private static String near(final String name, final Collection<String> known) {
        return NearMiss.of(name, known)
                .map(near -> ", did you mean '" + near + "'?")
                .orElse("");
    }
}
