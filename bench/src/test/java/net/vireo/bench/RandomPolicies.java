// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import net.vireo.agent.config.Config;
import net.vireo.agent.config.ConfigObject;
import net.vireo.agent.config.FatFlow;
import net.vireo.agent.config.FloatingIp;
import net.vireo.agent.config.FlowSettings;
import net.vireo.agent.config.NetworkPolicy;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.config.PeerConfig;
import net.vireo.agent.config.PortConfig;
import net.vireo.agent.config.RouteConfig;
import net.vireo.agent.config.SecurityGroup;
import net.vireo.agent.config.TrafficMatch;
import net.vireo.agent.config.VirtualNetwork;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.text.IpPrefix;

/** Nodes with networks, guests, groups and policies, as different from each other as configuration allows. */
final class RandomPolicies {
    static final int NODE = 0xc000_0201;
    static final int PEER = 0xc000_0202;
    static final int[] PORTS = {22, 53, 80, 443};
    private static final int[] PROTOCOLS = {TrafficMatch.ANY_PROTOCOL, 6, 6, 17, 1, 58, 47};
    private static final List<String> GROUPS = List.of("web", "db", "ops", "nobody");
    private static final int NETWORKS = 3;
    private static final int PORTS_EACH = 2;

    private final Random random;

    RandomPolicies(final Random random) {
        this.random = random;
    }

    Config config() {
        final List<ConfigObject> all = new ArrayList<>();
        all.add(new NodeSettings(
                "node",
                NODE,
                "fabric0",
                Optional.empty(),
                PolicyFrames.FABRIC_MAC,
                1500,
                List.of(NodeFile.Encap.UDP),
                List.of(),
                Optional.empty(),
                "",
                NodeSettings.FlowSetupMode.FAST,
                FlowSettings.STANDARD));
        all.add(new PeerConfig("peer1", PEER, Optional.empty(), 0, 0x0200_0000_00f1L));
        all.add(new PeerConfig("peer2", PEER + 1, Optional.empty(), 0, 0x0200_0000_00f2L));
        for (int i = 0; i < 3; i++) {
            all.add(new SecurityGroup(GROUPS.get(i), chance(50) ? 8_000_000 + i : 0, groupRules()));
        }
        for (int i = 0; i < 3; i++) {
            all.add(new NetworkPolicy("policy" + i, policyRules()));
        }
        for (int net = 0; net < NETWORKS; net++) {
            network(net, all);
        }
        return new Config(all);
    }

    private void network(final int net, final List<ConfigObject> all) {
        final List<String> policies = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            if (chance(30)) {
                policies.add("policy" + i);
            }
        }
        final boolean gateway = chance(80);
        all.add(new VirtualNetwork(
                name(net),
                chance(80) ? NodeFile.Mode.L2_L3 : NodeFile.Mode.L3,
                0,
                0,
                !chance(6),
                false,
                0,
                List.of(
                        new VirtualNetwork.Subnet(
                                IpPrefix.ipv4(address(net, 0), 24),
                                gateway ? Optional.of(IpPrefix.host(address(net, 1))) : Optional.empty(),
                                Optional.of(IpPrefix.host(address(net, 2))),
                                false,
                                List.of()),
                        new VirtualNetwork.Subnet(
                                IpPrefix.parse("fd00:" + net + "::/64").orElseThrow(),
                                Optional.of(
                                        IpPrefix.parse("fd00:" + net + "::1").orElseThrow()),
                                Optional.empty(),
                                false,
                                List.of())),
                new VirtualNetwork.Dns(VirtualNetwork.DnsMode.NONE, List.of(), ""),
                policies,
                List.of()));
        for (int port = 0; port < PORTS_EACH; port++) {
            port(net, port, all);
        }
        route(net, IpPrefix.host(address(net, 100)), all, new RouteConfig.Path("peer1", 100 + net));
        route(net, host6(net, 100), all, new RouteConfig.Path("peer1", 100 + net));
        route(net, IpPrefix.ipv4(address(net, 0x4000), 24), all, new RouteConfig.Path("peer2", 200 + net));
        if (chance(50)) {
            route(net, IpPrefix.ipv4(address(net, 0x4010), 28), all);
        }
        if (chance(50)) {
            route(
                    net,
                    IpPrefix.host(address(net, 110)),
                    all,
                    new RouteConfig.Path("peer1", 300 + net),
                    new RouteConfig.Path("peer2", 310 + net));
        }
        if (chance(40)) {
            // A guest of another network, here.
            final int other = (net + 1) % NETWORKS;
            route(net, IpPrefix.host(address(other, 10)), all, new RouteConfig.Path(guest(other, 0), 0));
        }
        if (chance(30)) {
            route(net, IpPrefix.ipv4(0, 0), all, new RouteConfig.Path("peer2", 400 + net));
        }
    }

    private void port(final int net, final int port, final List<ConfigObject> all) {
        final List<String> groups = new ArrayList<>();
        for (final String group : GROUPS) {
            if (chance(group.equals("nobody") ? 3 : 30)) {
                groups.add(group);
            }
        }
        all.add(new PortConfig(
                new UUID(net, port),
                guest(net, port),
                name(net),
                mac(net, port),
                List.of(IpPrefix.host(address(net, 10 + port)), host6(net, 10 + port)),
                "tap" + net + port,
                Optional.empty(),
                "",
                0,
                !chance(10),
                groups,
                Map.of(),
                0,
                0,
                chance(3) ? List.of(new FatFlow(6, 80, FatFlow.Ignore.NONE)) : List.of()));
        if (chance(20)) {
            final int outside = (net + 2) % NETWORKS;
            all.add(new FloatingIp(
                    "floating" + net + port,
                    IpPrefix.host(address(outside, 50 + 10 * net + port)),
                    name(outside),
                    guest(net, port),
                    Optional.empty()));
        }
    }

    private void route(
            final int net, final IpPrefix prefix, final List<ConfigObject> all, final RouteConfig.Path... paths) {
        all.add(new RouteConfig(name(net), prefix, "", List.of(paths), 0));
    }

    private List<SecurityGroup.Rule> groupRules() {
        final List<SecurityGroup.Rule> rules = new ArrayList<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            final boolean ipv6 = chance(40);
            rules.add(new SecurityGroup.Rule(chance(50), ipv6, protocol(), ports(), side(chance(60), ipv6)));
        }
        if (chance(40)) {
            rules.add(new SecurityGroup.Rule(
                    false, false, TrafficMatch.ANY_PROTOCOL, TrafficMatch.Ports.ANY, TrafficMatch.Side.ANY));
        }
        return rules;
    }

    private List<NetworkPolicy.Rule> policyRules() {
        final List<NetworkPolicy.Rule> rules = new ArrayList<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            rules.add(new NetworkPolicy.Rule(
                    chance(50),
                    protocol(),
                    side(true, chance(40)),
                    chance(90) ? TrafficMatch.Ports.ANY : new TrafficMatch.Ports(0, 30_000),
                    side(true, chance(40)),
                    ports(),
                    chance(70)));
        }
        return rules;
    }

    private int protocol() {
        return PROTOCOLS[random.nextInt(PROTOCOLS.length)];
    }

    private TrafficMatch.Ports ports() {
        if (chance(50)) {
            return TrafficMatch.Ports.ANY;
        }
        final int low = chance(50) ? PORTS[random.nextInt(PORTS.length)] : random.nextInt(140);
        return new TrafficMatch.Ports(low, low + (chance(50) ? 0 : random.nextInt(400)));
    }

    private TrafficMatch.Side side(final boolean networks, final boolean ipv6) {
        return switch (random.nextInt(networks ? 4 : 3)) {
            case 0 -> TrafficMatch.Side.ANY;
            case 1 -> new TrafficMatch.Side(Optional.of(prefix(ipv6)), Optional.empty(), Optional.empty());
            case 2 ->
                new TrafficMatch.Side(
                        Optional.empty(), Optional.empty(), Optional.of(GROUPS.get(random.nextInt(GROUPS.size()))));
            default ->
                new TrafficMatch.Side(
                        Optional.empty(), Optional.of(name(random.nextInt(NETWORKS + 1))), Optional.empty());
        };
    }

    private IpPrefix prefix(final boolean ipv6) {
        final int net = random.nextInt(NETWORKS);
        if (ipv6) {
            return chance(50)
                    ? host6(net, 10)
                    : IpPrefix.parse("fd00:" + net + "::/64").orElseThrow();
        }
        return switch (random.nextInt(4)) {
            case 0 -> IpPrefix.host(address(net, 10));
            case 1 -> IpPrefix.ipv4(address(net, 0), 24);
            case 2 -> IpPrefix.ipv4(address(net, 0), 16);
            default -> IpPrefix.ipv4(address(0, 0), 8);
        };
    }

    private boolean chance(final int percent) {
        return random.nextInt(100) < percent;
    }

    static String name(final int net) {
        return "net" + net;
    }

    static String guest(final int net, final int port) {
        return "vm" + net + "-" + port;
    }

    static long mac(final int net, final int port) {
        return 0x0200_0000_0100L | net << 4 | port;
    }

    static int address(final int net, final int host) {
        return 0x0a00_0000 | net << 16 | host;
    }

    static IpPrefix host6(final int net, final int host) {
        return IpPrefix.parse("fd00:" + net + "::" + Integer.toHexString(host)).orElseThrow();
    }
}
