// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.vireo.agent.config.FloatingIp;
import net.vireo.agent.config.VirtualNetwork;
import net.vireo.agent.flow.FlowRoute;
import net.vireo.agent.flow.FlowView;
import net.vireo.agent.flow.FlowVif;
import net.vireo.agent.flow.LinkLocalService;
import net.vireo.agent.host.Doors;
import net.vireo.agent.host.HostAddress;
import net.vireo.agent.oper.OperNetwork;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.policy.IpAddress;
import net.vireo.cli.tables.NexthopItem;
import net.vireo.cli.tables.RouteItem;
import net.vireo.cli.text.IpPrefix;
import net.vireo.packet.IpProtocol;
import net.vireo.vrouter.flow.FatFlowRules;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;

/**
 * The node as flow set-up sees it, in the database of one moment. Mirrors are not there: what asks for them is judged as
 * any other flow. Immutable.
 */
final class NodeView implements FlowView {
    private final OperState state;
    private final Policies policies;
    private final Doors doors;
    private final Map<Integer, FlowVif> vifs = new HashMap<>();

    /** By VRF, then by length, the longest first. */
    private final Map<Integer, Map<Integer, Map<IpPrefix, RouteItem>>> routes = new HashMap<>();

    NodeView(final OperState state, final Policies policies, final Doors doors) {
        this.doors = doors;
        this.state = state;
        this.policies = policies;
        vifs.put(Vif.FABRIC_INDEX, own(Vif.FABRIC_INDEX, FlowVif.Kind.FABRIC));
        vifs.put(Vif.HOST_INDEX, own(Vif.HOST_INDEX, FlowVif.Kind.HOST));
        state.ports().stream().filter(OperPort::isActive).forEach(port -> vifs.put(port.vif(), guest(port)));
        for (final RouteItem route : state.wanted().routes().values()) {
            routes.computeIfAbsent(route.vrf(), vrf -> new TreeMap<>(Comparator.reverseOrder()))
                    .computeIfAbsent(route.prefix().length(), length -> new HashMap<>())
                    .put(route.prefix().network(), route);
        }
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
                port.config().uuid().toString(),
                routed,
                routed,
                network.rpf(),
                port.config().policy(),
                0,
                policies.groups(port.config().securityGroups()),
                floating(port),
                network.subnets().stream()
                        .flatMap(subnet -> Stream.of(subnet.gateway(), subnet.dnsServer()))
                        .flatMap(Optional::stream)
                        .map(NodeView::address)
                        .collect(Collectors.toSet()),
                FatFlowRules.NONE);
    }

    private List<net.vireo.agent.flow.FloatingIp> floating(final OperPort port) {
        final List<net.vireo.agent.flow.FloatingIp> all = new ArrayList<>();
        for (final FloatingIp floating : state.config().all(FloatingIp.class)) {
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

    private static IpAddress address(final IpPrefix host) {
        return host.ipv6() ? IpAddress.ipv6(host.high(), host.low()) : IpAddress.ipv4(host.address4());
    }

    @Override
    public FlowVif vif(final int id) {
        return vifs.get(id);
    }

    /** Next hops for packets and for frames both stand for their interface. */
    @Override
    public FlowVif vifOfKey(final int nexthop) {
        final NexthopItem item = state.wanted().nexthops().get(nexthop);
        return item == null || item.type() != Nexthop.TYPE_ENCAP || item.vif() <= Vif.AGENT_INDEX
                ? null
                : vifs.get(item.vif());
    }

    @Override
    public FlowRoute route(final int vrf, final IpAddress address) {
        for (final Map.Entry<Integer, Map<IpPrefix, RouteItem>> length :
                routes.getOrDefault(vrf, Map.of()).entrySet()) {
            if (length.getKey() <= address.bits()) {
                final IpPrefix prefix = address.ipv6()
                        ? new IpPrefix(true, address.high(), address.low(), length.getKey())
                        : IpPrefix.ipv4(address.asInt(), length.getKey());
                final RouteItem route = length.getValue().get(prefix.network());
                if (route != null) {
                    return route(route);
                }
            }
        }
        return null;
    }

    /** The interfaces of guests that are here. */
    List<FlowVif> guests() {
        return state.ports().stream()
                .filter(OperPort::isActive)
                .map(port -> vifs.get(port.vif()))
                .toList();
    }

    /** All routes, by VRF. */
    Map<Integer, List<FlowRoute>> routes() {
        final Map<Integer, List<FlowRoute>> all = new HashMap<>();
        state.wanted()
                .routes()
                .values()
                .forEach(route -> all.computeIfAbsent(route.vrf(), vrf -> new ArrayList<>())
                        .add(route(route)));
        return all;
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

    /** Services are TCP's, and behind a door on the host. */
    @Override
    public LinkLocalService linkLocal(final IpAddress address, final int protocol, final int port) {
        return address.ipv6() || protocol != IpProtocol.TCP
                ? null
                : doors.find(address.asInt(), port)
                        .map(door ->
                                new LinkLocalService(door.name(), IpAddress.ipv4(doors.hostAddress()), door.port()))
                        .orElse(null);
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
                        .flatMap(port -> port.config().address(false))
                        .map(guest ->
                                new HostReach(vif.getAsInt(), address(guest), IpAddress.ipv4(HostAddress.METADATA)))
                        .orElse(null);
    }

    @Override
    public HostEnd host(final boolean ipv6) {
        return ipv6 || doors.hostAddress() == 0 ? null : new HostEnd(IpAddress.ipv4(doors.hostAddress()), 0, 0);
    }

    @Override
    public int mirror(final String analyser) {
        return -1;
    }
}
