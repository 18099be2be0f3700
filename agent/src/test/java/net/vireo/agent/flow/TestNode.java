// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.IpPrefix;
import net.vireo.agent.policy.Protocols;
import net.vireo.vrouter.flow.FatFlowRules;

/** A node as flow set-up sees it, put together by tests. */
final class TestNode implements FlowView, HostPorts {
    static final int FABRIC = 0;
    static final int HOST = 1;
    static final int FABRIC_VRF = 0;
    static final int HOST_KEY = 5;
    static final int FIRST_PORT = 32_768;

    final Map<Integer, FlowVif> vifs = new HashMap<>();
    final Map<Integer, Map<IpPrefix, FlowRoute>> routes = new HashMap<>();
    final Map<IpAddress, LinkLocalService> services = new HashMap<>();
    final Map<Integer, IpAddress> known = new HashMap<>();
    final Map<String, Integer> mirrors = new HashMap<>();
    final BitSet reserved = new BitSet();
    int mostPorts = 65_536;
    boolean hostHasAddress = true;

    /** Every flow has a slot of its own. The first are 7 and 8. */
    private int fromSlot = -993;

    private int fabricSlot = -992;

    TestNode() {
        vifs.put(FABRIC, other(FABRIC, FlowVif.Kind.FABRIC, 4));
        vifs.put(HOST, other(HOST, FlowVif.Kind.HOST, HOST_KEY));
    }

    private static FlowVif other(final int id, final FlowVif.Kind kind, final int key) {
        return new FlowVif(
                id,
                kind,
                true,
                key,
                FABRIC_VRF,
                null,
                null,
                true,
                true,
                false,
                false,
                0,
                Set.of(),
                Set.of(),
                List.of(),
                Set.of(),
                FatFlowRules.NONE);
    }

    FlowVif guest(final int id, final int vrf, final String network) {
        final FlowVif guest = FlowVif.guest(id, 100 + id, vrf, network, "vm-" + id);
        vifs.put(id, guest);
        return guest;
    }

    /** A guest with an address here. */
    FlowVif guest(final int id, final int vrf, final String network, final String address) {
        final FlowVif guest = guest(id, vrf, network);
        local(vrf, address, id, network);
        return guest;
    }

    void local(final int vrf, final String prefix, final int vif, final String network) {
        put(vrf, FlowRoute.local(IpPrefix.of(prefix), 1_000 + vif, vif, network));
    }

    void remote(final int vrf, final String prefix, final int nexthop, final String network) {
        put(vrf, FlowRoute.remote(IpPrefix.of(prefix), nexthop, network));
    }

    void put(final int vrf, final FlowRoute route) {
        routes.computeIfAbsent(vrf, made -> new HashMap<>()).put(route.prefix(), route);
    }

    void with(final int vif, final List<FloatingIp> floating) {
        change(
                vif,
                vifs.get(vif).securityGroups(),
                floating,
                vifs.get(vif).maxFlows(),
                vifs.get(vif).fatFlows());
    }

    void groups(final int vif, final Integer... ids) {
        change(
                vif,
                Set.of(ids),
                vifs.get(vif).floatingIps(),
                vifs.get(vif).maxFlows(),
                vifs.get(vif).fatFlows());
    }

    void maxFlows(final int vif, final int most) {
        change(
                vif,
                vifs.get(vif).securityGroups(),
                vifs.get(vif).floatingIps(),
                most,
                vifs.get(vif).fatFlows());
    }

    void fatFlows(final int vif, final FatFlowRules rules) {
        change(
                vif,
                vifs.get(vif).securityGroups(),
                vifs.get(vif).floatingIps(),
                vifs.get(vif).maxFlows(),
                rules);
    }

    /** What the node answers for a guest's network. */
    void services(final int vif, final String address) {
        final FlowVif was = vifs.get(vif);
        vifs.put(
                vif,
                new FlowVif(
                        vif,
                        was.kind(),
                        was.active(),
                        was.keyNexthop(),
                        was.vrf(),
                        was.network(),
                        was.owner(),
                        was.ipv4(),
                        was.ipv6(),
                        was.rpf(),
                        was.policy(),
                        was.maxFlows(),
                        was.securityGroups(),
                        was.tags(),
                        was.floatingIps(),
                        Set.of(IpAddress.of(address)),
                        was.fatFlows()));
    }

    void tags(final int vif, final Integer... tags) {
        final FlowVif was = vifs.get(vif);
        vifs.put(
                vif,
                new FlowVif(
                        vif,
                        was.kind(),
                        was.active(),
                        was.keyNexthop(),
                        was.vrf(),
                        was.network(),
                        was.owner(),
                        was.ipv4(),
                        was.ipv6(),
                        was.rpf(),
                        was.policy(),
                        was.maxFlows(),
                        was.securityGroups(),
                        Set.of(tags),
                        was.floatingIps(),
                        was.services(),
                        was.fatFlows()));
    }

    private void change(
            final int vif,
            final Set<Integer> groups,
            final List<FloatingIp> floating,
            final int maxFlows,
            final FatFlowRules fat) {
        final FlowVif was = vifs.get(vif);
        vifs.put(
                vif,
                new FlowVif(
                        vif,
                        was.kind(),
                        was.active(),
                        was.keyNexthop(),
                        was.vrf(),
                        was.network(),
                        was.owner(),
                        was.ipv4(),
                        was.ipv6(),
                        was.rpf(),
                        was.policy(),
                        maxFlows,
                        groups,
                        was.tags(),
                        floating,
                        was.services(),
                        fat));
    }

    /** Another state of an interface. */
    void state(final int vif, final boolean active, final boolean ipv4, final int vrf) {
        final FlowVif was = vifs.get(vif);
        vifs.put(
                vif,
                new FlowVif(
                        vif,
                        was.kind(),
                        active,
                        was.keyNexthop(),
                        vrf,
                        was.network(),
                        was.owner(),
                        ipv4,
                        was.ipv6(),
                        was.rpf(),
                        was.policy(),
                        was.maxFlows(),
                        was.securityGroups(),
                        was.tags(),
                        was.floatingIps(),
                        was.services(),
                        was.fatFlows()));
    }

    /** A flow that begins at a guest here. */
    FlowMiss from(final int vif, final String source, final String destination, final int sourcePort, final int port) {
        return from(vif, source, destination, Protocols.TCP, sourcePort, port);
    }

    FlowMiss from(
            final int vif,
            final String source,
            final String destination,
            final int protocol,
            final int sourcePort,
            final int port) {
        final FlowVif guest = vifs.get(vif);
        fromSlot += 1_000;
        return FlowMiss.of(
                fromSlot,
                3,
                vif,
                guest.vrf(),
                new FlowKey(
                        guest.keyNexthop(),
                        IpAddress.of(source),
                        IpAddress.of(destination),
                        protocol,
                        sourcePort,
                        port));
    }

    /** A flow that comes out of a tunnel for a guest here. */
    FlowMiss fabric(
            final int toVif,
            final int vrf,
            final String source,
            final String destination,
            final int sourcePort,
            final int port) {
        fabricSlot += 1_000;
        return FlowMiss.of(
                fabricSlot,
                1,
                FABRIC,
                vrf,
                new FlowKey(
                        100 + toVif, IpAddress.of(source), IpAddress.of(destination), Protocols.TCP, sourcePort, port));
    }

    @Override
    public FlowVif vif(final int id) {
        return vifs.get(id);
    }

    @Override
    public FlowVif vifOfKey(final int nexthop) {
        return vifs.values().stream()
                .filter(vif -> vif.keyNexthop() == nexthop && vif.kind() == FlowVif.Kind.GUEST)
                .findFirst()
                .orElse(null);
    }

    @Override
    public FlowRoute route(final int vrf, final IpAddress address) {
        return routes.getOrDefault(vrf, Map.of()).values().stream()
                .filter(route -> route.prefix().contains(address))
                .max(Comparator.comparingInt(route -> route.prefix().length()))
                .orElse(null);
    }

    @Override
    public LinkLocalService linkLocal(final IpAddress address, final int protocol, final int port) {
        return protocol == Protocols.TCP && port == 80 ? services.get(address) : null;
    }

    @Override
    public HostReach reach(final IpAddress linkLocal) {
        final HostReach first = new HostReach(
                3,
                IpAddress.of("10.1.0.3"),
                IpAddress.of("169.254.169.254"),
                vifs.get(3).vrf());
        return linkLocal.equals(IpAddress.of("169.254.0.3")) ? first : null;
    }

    @Override
    public IpAddress knownAs(final int vif) {
        return known.get(vif);
    }

    @Override
    public HostEnd host(final boolean ipv6) {
        return hostHasAddress
                ? new HostEnd(IpAddress.of(ipv6 ? "2001:db8::10" : "192.0.2.10"), FABRIC_VRF, HOST_KEY)
                : null;
    }

    @Override
    public int mirror(final String analyser) {
        return mirrors.getOrDefault(analyser, -1);
    }

    @Override
    public int reserve(final int protocol, final boolean ipv6) {
        final int port = reserved.nextClearBit(FIRST_PORT);
        if (port - FIRST_PORT >= mostPorts) {
            return NONE;
        }
        reserved.set(port);
        return port;
    }

    @Override
    public void release(final int protocol, final boolean ipv6, final int port) {
        if (!reserved.get(port)) {
            throw new IllegalStateException("port " + port + " was given back twice");
        }
        reserved.clear(port);
    }
}
