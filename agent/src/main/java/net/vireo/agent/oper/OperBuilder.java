// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.vireo.agent.config.Config;
import net.vireo.agent.config.FatFlow;
import net.vireo.agent.config.LinkLocalService;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.config.PortConfig;
import net.vireo.agent.config.VirtualGateway;
import net.vireo.agent.config.VirtualNetwork;
import net.vireo.cli.desired.Desired;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.NodeState;
import net.vireo.cli.tables.VifItem;
import net.vireo.cli.text.IpPrefix;
import net.vireo.sandesh.Family;

/**
 * Makes the operational database: a function of what is configured, which ports are plugged, what ids were called so far
 * and what the data plane has. The same input makes the same output.
 */
public final class OperBuilder {
    /** What instances ask for their metadata. */
    private static final IpPrefix METADATA = IpPrefix.host(0xa9fe_a9fe);

    /** Before it are the node's own. */
    private static final int FIRST_GUEST_VIF = 3;

    private final Config config;
    private final NodeSettings node;
    private final IdBook ids;
    private final Map<String, PortChecks.Checked> checked;
    private final Map<String, OperNetwork> networks = new LinkedHashMap<>();
    private final Map<String, NodeFile.Network> described = new LinkedHashMap<>();
    private final Map<String, NodeFile.Guest> guests = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private OperBuilder(
            final Config config, final NodeSettings node, final Map<UUID, PluggedPort> plugged, final IdBook ids) {
        this.config = config;
        this.node = node;
        this.ids = ids;
        this.checked = PortChecks.of(config, plugged);
    }

    /**
     * Builds it without gateways but those of the configuration.
     *
     * @param plugged what the port API brought
     * @param names what ids were called so far
     * @param actual what the data plane has
     */
    public static OperState build(
            final Config config, final Map<UUID, PluggedPort> plugged, final NodeNames names, final NodeState actual) {
        return build(config, plugged, List.of(), names, actual);
    }

    /**
     * Builds it.
     *
     * @param plugged what the port API brought
     * @param gateways that it brought
     * @param names what ids were called so far
     * @param actual what the data plane has
     */
    public static OperState build(
            final Config config,
            final Map<UUID, PluggedPort> plugged,
            final List<VirtualGateway> gateways,
            final NodeNames names,
            final NodeState actual) {
        if (config.node().isEmpty()) {
            return OperState.empty();
        }
        return new OperBuilder(config, config.node().get(), plugged, new IdBook(names, actual))
                .state(gateways, names, actual);
    }

    private OperState state(final List<VirtualGateway> addedGateways, final NodeNames names, final NodeState actual) {
        problems.addAll(References.problems(config));
        config.all(VirtualNetwork.class).forEach(this::network);
        for (final PortChecks.Checked port : checked.values()) {
            ids.reserveLabel(port.config().label());
            ids.reserveLabel(port.config().bridgeLabel());
        }
        checked.values().stream().filter(PortChecks.Checked::isUsable).forEach(this::guest);
        final GatewayPlan gateways = new GatewayPlan(networks::get, described, problems);
        gateways.add(
                Stream.concat(config.all(VirtualGateway.class).stream(), addedGateways.stream())
                        .toList(),
                checked.values().stream().map(PortChecks.Checked::device).collect(Collectors.toSet()),
                guests);
        final NodeFile file = new Description(config, node, described, guests, problems).file(gateways.routes());
        final Desired desired = Desired.of(file, names, actual);
        return new OperState(
                config,
                networks,
                ports(desired),
                problems,
                desired.state(),
                desired.names(),
                gateways.gateways(name -> vifOf(name, desired)));
    }

    private void network(final VirtualNetwork network) {
        final Set<String> devices = checked.values().stream()
                .filter(port -> port.config().network().equals(network.name()))
                .map(PortChecks.Checked::device)
                .collect(Collectors.toCollection(HashSet::new));
        final int vrf = ids.vrf(network.name(), devices);
        networks.put(network.name(), new OperNetwork(network, vrf));
        final boolean routed = network.mode().isRouted();
        described.put(
                network.name(),
                new NodeFile.Network(
                        network.name(),
                        vrf,
                        network.mode(),
                        network.vni(),
                        routed
                                ? network.subnets().stream()
                                        .map(VirtualNetwork.Subnet::prefix)
                                        .toList()
                                : List.of(),
                        routed ? agentAddresses(network) : List.of(),
                        network.floodUnknown(),
                        false,
                        network.broadcastLabel()));
    }

    /** What is sent to these comes to the agent: gateways, name servers, link-local services. */
    private List<IpPrefix> agentAddresses(final VirtualNetwork network) {
        final Stream<IpPrefix> subnets = network.subnets().stream()
                .flatMap(subnet -> Stream.of(subnet.gateway(), subnet.dnsServer()))
                .flatMap(Optional::stream);
        final Stream<IpPrefix> services =
                config.all(LinkLocalService.class).stream().map(LinkLocalService::address);
        final Stream<IpPrefix> metadata = node.metadata().isPresent() ? Stream.of(METADATA) : Stream.empty();
        return Stream.of(subnets, services, metadata)
                .flatMap(addresses -> addresses)
                .distinct()
                .toList();
    }

    private void guest(final PortChecks.Checked port) {
        final PortConfig wanted = port.config();
        final NodeFile.Network network = described.get(wanted.network());
        final NodeFile.Mode mode = network.mode();
        guests.put(
                wanted.name(),
                new NodeFile.Guest(
                        wanted.name(),
                        port.device(),
                        network,
                        wanted.address(false).map(IpPrefix::address4).orElse(0),
                        wanted.address(true).map(IpPrefix::address).orElse(""),
                        wanted.mac(),
                        mode.isRouted() ? label(wanted.label(), "to " + wanted.name(), port, Family.INET) : 0,
                        mode.isBridged()
                                ? label(wanted.bridgeLabel(), "frames to " + wanted.name(), port, Family.BRIDGE)
                                : 0,
                        new NodeFile.Options(wanted.policy(), hasDhcp(wanted), -1, 0, "", -1, fatFlows(wanted)),
                        wanted.parent(),
                        wanted.vlan() == 0
                                ? NodeFile.Tag.NONE
                                : new NodeFile.Tag(wanted.vlan(), 0, List.of(wanted.mac())),
                        port.socket()));
    }

    private int label(final int chosen, final String meaning, final PortChecks.Checked port, final int family) {
        return chosen != 0 ? chosen : ids.label(meaning, port.device(), family);
    }

    /** A port's own go before those of its network. */
    private List<Integer> fatFlows(final PortConfig port) {
        return Stream.concat(networks.get(port.network()).config().fatFlows().stream(), port.fatFlows().stream())
                .map(FatFlow::rule)
                .toList();
    }

    private boolean hasDhcp(final PortConfig port) {
        final VirtualNetwork network = networks.get(port.network()).config();
        return network.subnets().stream().anyMatch(VirtualNetwork.Subnet::dhcp);
    }

    private Map<String, OperPort> ports(final Desired desired) {
        final Map<String, OperPort> ports = new LinkedHashMap<>();
        checked.forEach((name, port) -> {
            final NodeFile.Guest guest = guests.get(name);
            if (guest == null) {
                ports.put(name, OperPort.inactive(port.config(), port.device(), port.reason()));
                return;
            }
            final int index = vifOf(name, desired);
            final VifItem vif = desired.state().vifs().get(index);
            ports.put(
                    name,
                    new OperPort(
                            port.config(),
                            port.device(),
                            "",
                            index,
                            vif.vrf(),
                            guest.label(),
                            guest.bridgeLabel(),
                            vif.nexthop(),
                            port.instance(),
                            port.project()));
        });
        return ports;
    }

    private static int vifOf(final String port, final Desired desired) {
        return desired.names().vifs().tailMap(FIRST_GUEST_VIF).entrySet().stream()
                .filter(vif -> vif.getValue().name().equals(port))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
