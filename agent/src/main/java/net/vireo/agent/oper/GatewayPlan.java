// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import net.vireo.agent.config.VirtualGateway;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.text.IpPrefix;
import net.vireo.vrouter.table.Route;

/**
 * Describes gateways as interfaces and routes of a node file. The host's side is layer 3 only: it gets no broadcast of a
 * bridged network, and nobody learns its MAC.
 */
final class GatewayPlan {
    private static final IpPrefix EVERYTHING = IpPrefix.ipv4(0, 0);

    private final Function<String, OperNetwork> networks;
    private final Map<String, NodeFile.Network> described;
    private final List<String> problems;
    private final Map<String, VirtualGateway> used = new LinkedHashMap<>();

    /**
     * @param networks by name, null for those that are not configured
     * @param described the same in the words of a node file
     */
    GatewayPlan(
            final Function<String, OperNetwork> networks,
            final Map<String, NodeFile.Network> described,
            final List<String> problems) {
        this.networks = networks;
        this.described = described;
        this.problems = problems;
    }

    /**
     * Adds those that can be.
     *
     * @param devices that ports have
     * @param guests interfaces by name, to add to
     */
    void add(final List<VirtualGateway> all, final Set<String> devices, final Map<String, NodeFile.Guest> guests) {
        final Set<String> taken = new HashSet<>(devices);
        for (final VirtualGateway gateway : all) {
            final NodeFile.Network network = described.get(gateway.network());
            final Optional<String> wrong = wrong(gateway, network, taken, guests);
            if (wrong.isPresent()) {
                problems.add(gateway.title() + ": " + wrong.get());
                continue;
            }
            taken.add(gateway.device());
            used.put(gateway.name(), gateway);
            guests.put(
                    gateway.name(),
                    new NodeFile.Guest(
                            gateway.name(),
                            gateway.device(),
                            NodeFile.Network.plain(network.name(), network.vrf()),
                            0,
                            "",
                            OperGateway.HOST_MAC,
                            0,
                            0,
                            NodeFile.Options.GATEWAY,
                            "",
                            NodeFile.Tag.NONE,
                            Optional.empty()));
        }
    }

    private Optional<String> wrong(
            final VirtualGateway gateway,
            final NodeFile.Network network,
            final Set<String> taken,
            final Map<String, NodeFile.Guest> guests) {
        if (network == null) {
            return Optional.of("network " + gateway.network() + " is not configured");
        }
        if (!network.mode().isRouted()) {
            return Optional.of("network " + gateway.network() + " forwards frames only, expected one with layer 3");
        }
        if (taken.contains(gateway.device())) {
            return Optional.of("device " + gateway.device() + " is another port's or gateway's");
        }
        if (guests.containsKey(gateway.name())) {
            return Optional.of("a port has that name");
        }
        return subnets(gateway).isEmpty()
                ? Optional.of("network " + gateway.network() + " has no IPv4 subnet, expected one, or subnets")
                : Optional.empty();
    }

    private List<IpPrefix> subnets(final VirtualGateway gateway) {
        return !gateway.subnets().isEmpty()
                ? gateway.subnets()
                : networks.apply(gateway.network()).config().subnets().stream()
                        .map(subnet -> subnet.prefix().network())
                        .filter(prefix -> !prefix.ipv6())
                        .toList();
    }

    private static List<IpPrefix> routesOf(final VirtualGateway gateway) {
        return gateway.routes().isEmpty() ? List.of(EVERYTHING) : gateway.routes();
    }

    /** The ways out of the networks. */
    List<NodeFile.RemoteRoute> routes() {
        final List<NodeFile.RemoteRoute> routes = new ArrayList<>();
        for (final VirtualGateway gateway : used.values()) {
            for (final IpPrefix prefix : routesOf(gateway)) {
                routes.add(new NodeFile.RemoteRoute(
                        described.get(gateway.network()),
                        prefix,
                        List.of(new NodeFile.Local(gateway.name())),
                        Route.FLAG_ARP_PROXY,
                        0));
            }
        }
        return routes;
    }

    /** @param vifs numbers by names */
    List<OperGateway> gateways(final ToIntFunction<String> vifs) {
        return used.values().stream()
                .map(gateway -> new OperGateway(
                        gateway.name(),
                        gateway.network(),
                        gateway.device(),
                        vifs.applyAsInt(gateway.name()),
                        described.get(gateway.network()).vrf(),
                        subnets(gateway),
                        routesOf(gateway)))
                .toList();
    }
}
