// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.vireo.agent.config.FloatingIp;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.config.VirtualNetwork;
import net.vireo.agent.flow.FlowChangeNotice;
import net.vireo.agent.flow.FlowRoute;
import net.vireo.agent.flow.FlowView;
import net.vireo.agent.flow.FlowVif;
import net.vireo.agent.flow.LinkLocalService;
import net.vireo.agent.host.Doors;
import net.vireo.agent.host.HostAddress;
import net.vireo.agent.host.HostServices;
import net.vireo.agent.oper.OperNetwork;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.policy.IpAddress;
import net.vireo.cli.tables.NexthopItem;
import net.vireo.cli.tables.RouteItem;
import net.vireo.cli.tables.VifItem;
import net.vireo.cli.text.IpPrefix;
import net.vireo.packet.IpProtocol;
import net.vireo.vrouter.flow.FatFlowRules;
import net.vireo.vrouter.flow.FatFlowRulesBuilder;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;

/**
 * The node as flow set-up sees it, in the database of one moment. Immutable.
 */
final class NodeView implements FlowView {
    private static final SortedSet<Integer> NO_LENGTHS = Collections.emptySortedSet();

    private final OperState state;
    private final Policies policies;
    private final Doors doors;
    private final Map<Integer, FlowVif> vifs = new HashMap<>();

    /** The vif that each next hop stands for in keys. */
    private final Map<Integer, Integer> keys = new HashMap<>();

    /** In the order of the database. */
    private final Map<FlowChangeNotice.Route, FlowRoute> routes = new LinkedHashMap<>();

    /** The lengths of prefixes that a VRF has, the longest first. */
    private final Map<Integer, SortedSet<Integer>> lengths = new HashMap<>();

    /** Without link-local services. */
    NodeView(final OperState state, final Policies policies) {
        this(state, policies, Doors.NONE);
    }

    NodeView(final OperState state, final Policies policies, final Doors doors) {
        this.doors = doors;
        this.state = state;
        this.policies = policies;
        vifs.put(Vif.FABRIC_INDEX, own(Vif.FABRIC_INDEX, FlowVif.Kind.FABRIC));
        vifs.put(Vif.HOST_INDEX, own(Vif.HOST_INDEX, FlowVif.Kind.HOST));
        state.ports().stream().filter(OperPort::isActive).forEach(port -> vifs.put(port.vif(), guest(port)));
        state.wanted().nexthops().forEach((id, item) -> {
            // Next hops for packets and for frames both stand for their interface.
            if (item.type() == Nexthop.TYPE_ENCAP && item.vif() > Vif.AGENT_INDEX && vifs.containsKey(item.vif())) {
                keys.put(id, item.vif());
            }
        });
        state.wanted().routes().values().forEach(this::add);
    }

    private void add(final RouteItem item) {
        final FlowRoute route = route(item);
        routes.put(new FlowChangeNotice.Route(item.vrf(), route.prefix()), route);
        lengths.computeIfAbsent(item.vrf(), vrf -> new TreeSet<>(Comparator.reverseOrder()))
                .add(item.prefix().length());
    }

    private static FlowVif own(final int index, final FlowVif.Kind kind) {
        return new FlowVif(
                index,
                kind,
                true,
                0,
                0,
                "",
                "",
                true,
                true,
                false,
                false,
                0,
                Set.of(),
                List.of(),
                Set.of(),
                FatFlowRules.NONE);
    }

    private FlowVif guest(final OperPort port) {
        final VirtualNetwork network =
                state.network(port.config().network()).orElseThrow().config();
        final boolean routed = network.mode().isRouted();
        return new FlowVif(
                port.vif(),
                FlowVif.Kind.GUEST,
                true,
                port.nexthop(),
                port.vrf(),
                network.name(),
                port.instance().isEmpty() ? port.config().uuid().toString() : port.instance(),
                routed,
                routed,
                network.rpf(),
                port.config().policy(),
                port.config().maxFlows(),
                policies.groups(port.config().securityGroups()),
                floating(port),
                network.subnets().stream()
                        .flatMap(subnet -> Stream.of(subnet.gateway(), subnet.dnsServer()))
                        .flatMap(Optional::stream)
                        .map(NodeView::address)
                        .collect(Collectors.toSet()),
                fatFlows(port));
    }

    /** As the data plane has them: what it does not know, it leaves out. */
    private FatFlowRules fatFlows(final OperPort port) {
        final VifItem vif = state.wanted().vifs().get(port.vif());
        if (vif == null || vif.features().fatFlows().isEmpty()) {
            return FatFlowRules.NONE;
        }
        final FatFlowRulesBuilder rules = new FatFlowRulesBuilder();
        vif.features().fatFlows().forEach(rules::add);
        return rules.build();
    }

    private List<net.vireo.agent.flow.FloatingIp> floating(final OperPort port) {
        final List<net.vireo.agent.flow.FloatingIp> all = new ArrayList<>();
        for (final FloatingIp floating : state.config().floatingIps()) {
            final Optional<IpPrefix> fixed = floating.fixedAddress()
                    .or(() -> port.config().address(floating.address().ipv6()))
                    .filter(address -> address.ipv6() == floating.address().ipv6());
            final Optional<OperNetwork> network = state.network(floating.network());
            if (floating.port().equals(port.config().name()) && fixed.isPresent() && network.isPresent()) {
                all.add(net.vireo.agent.flow.FloatingIp.of(
                        address(floating.address()),
                        address(fixed.get()),
                        network.get().vrf(),
                        floating.network()));
            }
        }
        return all;
    }

    static IpAddress address(final IpPrefix host) {
        return host.ipv6() ? IpAddress.ipv6(host.high(), host.low()) : IpAddress.ipv4(host.address4());
    }

    @Override
    public FlowVif vif(final int id) {
        return vifs.get(id);
    }

    @Override
    public FlowVif vifOfKey(final int nexthop) {
        final Integer vif = keys.get(nexthop);
        return vif == null ? null : vifs.get(vif);
    }

    @Override
    public FlowRoute route(final int vrf, final IpAddress address) {
        for (final int length : lengths.getOrDefault(vrf, NO_LENGTHS)) {
            // The other family's routes may have lengths that this one cannot.
            if (length <= address.bits()) {
                final FlowRoute route = routes.get(
                        new FlowChangeNotice.Route(vrf, new net.vireo.agent.policy.IpPrefix(address, length)));
                if (route != null) {
                    return route;
                }
            }
        }
        return null;
    }

    @Override
    public FlowRoute source(final int vif, final int vrf, final IpAddress address) {
        final FlowRoute route = route(vrf, address);
        final Optional<OperPort> port = state.portAt(vif)
                .filter(own ->
                        own.vrf() == vrf && state.learned().isIll(own.config().name()))
                .filter(own -> own.config().addresses().stream()
                        .anyMatch(host -> address(host).equals(address)));
        return port.isEmpty() ? route : own(port.get(), address);
    }

    /** As {@link #route(RouteItem)} would have it. */
    private FlowRoute own(final OperPort port, final IpAddress address) {
        return new FlowRoute(
                new net.vireo.agent.policy.IpPrefix(address, address.bits()),
                port.nexthop(),
                FlowRoute.Kind.LOCAL,
                port.vif(),
                List.of(),
                Set.of(port.config().network()),
                vifs.get(port.vif()).securityGroups(),
                Set.of());
    }

    /** The interfaces of guests that are here. */
    List<FlowVif> guests() {
        return state.ports().stream()
                .filter(OperPort::isActive)
                .map(port -> vifs.get(port.vif()))
                .toList();
    }

    /** All routes, by VRF. */
    Map<Integer, List<FlowRoute>> routesByVrf() {
        final Map<Integer, List<FlowRoute>> all = new HashMap<>();
        routes.forEach((key, route) ->
                all.computeIfAbsent(key.vrf(), vrf -> new ArrayList<>()).add(route));
        return all;
    }

    /** Interfaces by their numbers. */
    Map<Integer, FlowVif> vifs() {
        return vifs;
    }

    /** Which interface a next hop stands for in keys, by numbers. */
    Map<Integer, Integer> keys() {
        return keys;
    }

    /** Where each prefix leads. */
    Map<FlowChangeNotice.Route, FlowRoute> routes() {
        return routes;
    }

    private FlowRoute route(final RouteItem route) {
        final NexthopItem nexthop = state.wanted().nexthops().get(route.nexthop());
        final FlowVif guest = vifOfKey(route.nexthop());
        final List<FlowRoute.Member> members = new ArrayList<>();
        if (nexthop != null) {
            nexthop.members().forEach(member -> {
                final FlowVif behind = vifOfKey(member);
                members.add(new FlowRoute.Member(member, behind == null ? FlowRoute.NONE : behind.id()));
            });
        }
        return new FlowRoute(
                new net.vireo.agent.policy.IpPrefix(
                        address(route.prefix().network()), route.prefix().length()),
                route.nexthop(),
                kind(nexthop, guest),
                guest == null ? FlowRoute.NONE : guest.id(),
                members,
                state.networkOf(route.vrf())
                        .map(network -> Set.of(network.config().name()))
                        .orElse(Set.of()),
                guest == null ? Set.of() : guest.securityGroups(),
                Set.of());
    }

    private static FlowRoute.Kind kind(final NexthopItem nexthop, final FlowVif guest) {
        if (guest != null) {
            return FlowRoute.Kind.LOCAL;
        }
        if (nexthop == null) {
            return FlowRoute.Kind.DISCARD;
        }
        return switch (nexthop.type()) {
            case Nexthop.TYPE_COMPOSITE -> FlowRoute.Kind.ECMP;
            case Nexthop.TYPE_ENCAP, Nexthop.TYPE_RECEIVE -> FlowRoute.Kind.NODE;
            default -> FlowRoute.Kind.REMOTE;
        };
    }

    /** Services are behind a door on the host. */
    @Override
    public LinkLocalService linkLocal(final IpAddress address, final int protocol, final int port) {
        if (address.ipv6()) {
            return null;
        }
        final Optional<Doors.Door> door =
                address.isLinkLocal() ? doors.find(address.asInt(), protocol, port) : doors.names(protocol, port);
        return door.map(found -> new LinkLocalService(found.name(), IpAddress.ipv4(doors.hostAddress()), found.port()))
                .orElseGet(() -> closed(address, protocol, port));
    }

    /**
     * A service that is configured and has no door yet: it is at no address of the flow's family, so that the flow is dropped
     * as one that cannot be now, and not given to the agent, which would say that nobody serves it.
     */
    private LinkLocalService closed(final IpAddress address, final int protocol, final int port) {
        final boolean metadata = address.asInt() == HostAddress.METADATA
                && protocol == IpProtocol.TCP
                && port == HostServices.METADATA_PORT
                && state.config().node().flatMap(NodeSettings::metadata).isPresent();
        final boolean configured = metadata
                || (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP)
                        && state.config().all(net.vireo.agent.config.LinkLocalService.class).stream()
                                .anyMatch(service ->
                                        service.address().address4() == address.asInt() && service.port() == port);
        return configured ? new LinkLocalService("not there yet", IpAddress.ipv6(0, 0), port) : null;
    }

    @Override
    public IpAddress knownAs(final int vif) {
        final OptionalInt address = HostAddress.of(vif);
        return address.isEmpty() ? null : IpAddress.ipv4(address.getAsInt());
    }

    @Override
    public HostReach reach(final IpAddress linkLocal) {
        final OptionalInt vif = linkLocal.ipv6() ? OptionalInt.empty() : HostAddress.vifOf(linkLocal.asInt());
        return vif.isEmpty()
                ? null
                : state.portAt(vif.getAsInt())
                        .filter(port -> port.config().address(false).isPresent())
                        .map(port -> new HostReach(
                                vif.getAsInt(),
                                address(port.config().address(false).get()),
                                IpAddress.ipv4(HostAddress.METADATA),
                                state.checkVrf(port.config().network()).orElse(port.vrf())))
                        .orElse(null);
    }

    @Override
    public HostEnd host(final boolean ipv6) {
        return ipv6 || doors.hostAddress() == 0 ? null : new HostEnd(IpAddress.ipv4(doors.hostAddress()), 0, 0);
    }

    @Override
    public int mirror(final String analyser) {
        return mirrors().getOrDefault(analyser, -1);
    }

    /** The mirrors that there should be, by their analysers. */
    Map<String, Integer> mirrors() {
        final Map<String, Integer> all = new HashMap<>();
        state.names().mirrors().forEach((index, name) -> {
            if (state.wanted().mirrors().containsKey(index)) {
                all.put(name, index);
            }
        });
        return all;
    }
}
