// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import java.util.ArrayList;
import java.util.HashMap;
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
import net.vireo.agent.config.PortMirror;
import net.vireo.agent.config.ServiceHealthCheck;
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
    private final Learned learned;
    private final Map<String, PortChecks.Checked> checked;
    private final Map<String, OperNetwork> networks = new LinkedHashMap<>();
    private final Map<String, NodeFile.Network> described = new LinkedHashMap<>();
    private final Map<String, NodeFile.Guest> guests = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private Analyzers analyzers;

    /** Which network has a number that only one may have. */
    private final Map<String, String> owners = new HashMap<>();

    private OperBuilder(
            final Config config,
            final NodeSettings node,
            final Map<UUID, PluggedPort> plugged,
            final IdBook ids,
            final Learned learned) {
        this.config = config;
        this.learned = learned;
        this.node = node;
        this.ids = ids;
        this.checked = PortChecks.of(config, plugged);
    }

    /** Builds it while services have found out nothing yet. */
    public static OperState build(
            final Config config, final Map<UUID, PluggedPort> plugged, final NodeNames names, final NodeState actual) {
        return build(config, plugged, Learned.NOTHING, names, actual);
    }

    /**
     * Builds it.
     *
     * @param plugged what the port API brought
     * @param learned what services found out
     * @param names what ids were called so far
     * @param actual what the data plane has
     */
    public static OperState build(
            final Config config,
            final Map<UUID, PluggedPort> plugged,
            final Learned learned,
            final NodeNames names,
            final NodeState actual) {
        if (config.node().isEmpty()) {
            return OperState.empty();
        }
        return new OperBuilder(config, config.node().get(), plugged, new IdBook(names, actual), learned)
                .state(names, actual);
    }

    /** What the VRF is called by which the host reaches a network's guests; no network can have this name. */
    static String checkNetwork(final String network) {
        return network + " (health checks)";
    }

    private OperState state(final NodeNames names, final NodeState actual) {
        problems.addAll(References.problems(config));
        config.all(VirtualNetwork.class).forEach(this::network);
        for (final PortChecks.Checked port : checked.values()) {
            ids.reserveLabel(port.config().label());
            ids.reserveLabel(port.config().bridgeLabel());
        }
        analyzers = new Analyzers(config, ids, this::isUsable, problems);
        config.all(VirtualNetwork.class).forEach(network -> ids.reserveLabel(network.broadcastLabel()));
        checked.values().stream().filter(PortChecks.Checked::isUsable).forEach(this::guest);
        final NodeFile file =
                new Description(config, node, described, guests, checkNetworks(), learned, problems).file(analyzers);
        final Desired desired = Desired.of(file, names, actual);
        return new OperState(config, networks, ports(desired), problems, desired.state(), desired.names(), learned);
    }

    private boolean isUsable(final String port) {
        return checked.containsKey(port) && checked.get(port).isUsable();
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
                        own(network, "vni", network.vni()),
                        routed
                                ? network.subnets().stream()
                                        .map(VirtualNetwork.Subnet::prefix)
                                        .toList()
                                : List.of(),
                        routed ? agentAddresses(network) : List.of(),
                        network.floodUnknown(),
                        false,
                        own(network, "label", network.broadcastLabel()),
                        groups(network)));
    }

    private NodeFile.Groups groups(final VirtualNetwork network) {
        if (!network.snooping()) {
            return NodeFile.Groups.FLOODED;
        }
        return learned.listeners().containsKey(network.name()) ? NodeFile.Groups.KNOWN : NodeFile.Groups.ASKED;
    }

    /**
     * A VRF for each network with guests that HTTP checks: there they have a route, however they are, by which only the host
     * comes. In their own VRF it would be gone as soon as they are ill, and nothing would find them well again.
     */
    private Map<String, NodeFile.Network> checkNetworks() {
        final Map<String, NodeFile.Network> all = new LinkedHashMap<>();
        for (final String name : guests.keySet()) {
            final PortConfig port = checked.get(name).config();
            if (HealthChecks.of(config, port).stream()
                    .anyMatch(check -> check.monitor() == ServiceHealthCheck.Monitor.HTTP)) {
                all.computeIfAbsent(port.network(), network -> {
                    final String title = checkNetwork(network);
                    return NodeFile.Network.plain(title, ids.vrf(title, Set.of()));
                });
            }
        }
        return all;
    }

    /** Else what others send to the one network would come out in the other. What was configured first keeps it. */
    private int own(final VirtualNetwork network, final String what, final int number) {
        final String owner = number == 0 ? null : owners.putIfAbsent(what + " " + number, network.name());
        if (owner == null) {
            return number;
        }
        problems.add(network.title() + ": " + what + " " + number + " is network " + owner + "'s: it is left out here");
        return 0;
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
                        options(wanted),
                        wanted.parent(),
                        wanted.vlan() == 0
                                ? NodeFile.Tag.NONE
                                : new NodeFile.Tag(wanted.vlan(), 0, List.of(wanted.mac())),
                        port.socket()));
    }

    private NodeFile.Options options(final PortConfig port) {
        final Optional<PortMirror> mirror = port.mirror().filter(wish -> analyzers.index(wish.to()) >= 0);
        return new NodeFile.Options(
                port.policy(),
                hasDhcp(port),
                mirror.map(wish -> analyzers.index(wish.to())).orElse(-1),
                mirror.map(Analyzers::flags).orElse(0),
                mirror.map(wish -> analyzers.metadata(wish, node.address())).orElse(""),
                -1,
                fatFlows(port),
                learned.isIll(port.name()));
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
                            port.instance().isEmpty() ? port.config().instance() : port.instance(),
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
