// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.vireo.agent.config.Config;
import net.vireo.agent.config.NetworkPolicy;
import net.vireo.agent.config.SecurityGroup;
import net.vireo.agent.config.TrafficMatch;
import net.vireo.agent.config.VirtualNetwork;
import net.vireo.agent.policy.Endpoint;
import net.vireo.agent.policy.PolicyRule;
import net.vireo.agent.policy.PolicySet;
import net.vireo.agent.policy.PortRange;
import net.vireo.agent.policy.Protocols;
import net.vireo.agent.policy.RuleAction;
import net.vireo.agent.policy.SecurityGroupRule;
import net.vireo.vrouter.verdict.VerdictMatch;

/** The configured policies and groups as flow set-up asks them; names that nobody configured match nobody. Immutable. */
final class Policies {
    /** Groups without a number get one from here on that nobody chose, by their place. */
    private static final int FIRST_MADE_ID = 1 << 24;

    /** What who names an unknown group is a member of: it has no rules. */
    private static final int UNKNOWN = 0;

    private final Map<String, Integer> ids = new HashMap<>();

    /** What a rule for an unknown group means: nobody is a member, not even who is in another unknown one. */
    private final int nobody;

    private final Map<Integer, net.vireo.agent.policy.SecurityGroup> groups = new HashMap<>();
    private final Map<String, List<net.vireo.agent.policy.NetworkPolicy>> networks = new HashMap<>();
    private final PolicySet set;

    Policies(final Config config) {
        final Set<Integer> chosen =
                config.all(SecurityGroup.class).stream().map(SecurityGroup::id).collect(Collectors.toSet());
        final PrimitiveIterator.OfInt made = IntStream.iterate(FIRST_MADE_ID, id -> id + 1)
                .filter(id -> !chosen.contains(id))
                .iterator();
        final Set<Integer> used = new HashSet<>();
        for (final SecurityGroup group : config.all(SecurityGroup.class)) {
            // Of two with the same the first keeps it: members of the one are none of the other.
            final boolean own = group.id() != 0 && used.add(group.id());
            ids.put(group.name(), own ? group.id() : made.nextInt());
        }
        nobody = made.nextInt();
        config.all(SecurityGroup.class)
                .forEach(group -> groups.put(
                        ids.get(group.name()),
                        new net.vireo.agent.policy.SecurityGroup(
                                ids.get(group.name()),
                                group.name(),
                                group.rules().stream().map(this::rule).toList())));
        final Map<String, net.vireo.agent.policy.NetworkPolicy> policies = new HashMap<>();
        config.all(NetworkPolicy.class)
                .forEach(policy -> policies.put(
                        policy.name(),
                        new net.vireo.agent.policy.NetworkPolicy(
                                policy.name(),
                                policy.rules().stream().map(this::rule).toList())));
        for (final VirtualNetwork network : config.all(VirtualNetwork.class)) {
            networks.put(
                    network.name(),
                    network.policies().stream()
                            .filter(policies::containsKey)
                            .map(policies::get)
                            .toList());
        }
        set = new PolicySet(networks, groups);
    }

    PolicySet set() {
        return set;
    }

    /** By the numbers of the groups. */
    Map<Integer, net.vireo.agent.policy.SecurityGroup> groups() {
        return groups;
    }

    /** The policies of each network, by its name. */
    Map<String, List<net.vireo.agent.policy.NetworkPolicy>> networks() {
        return networks;
    }

    /** The numbers of groups; one that nobody configured allows nothing, and has no member. */
    Set<Integer> groups(final List<String> names) {
        return names.stream().map(name -> ids.getOrDefault(name, UNKNOWN)).collect(Collectors.toSet());
    }

    private SecurityGroupRule rule(final SecurityGroup.Rule rule) {
        return new SecurityGroupRule(
                null,
                rule.ingress(),
                rule.ipv6() ? VerdictMatch.IPV6 : VerdictMatch.IPV4,
                protocol(rule.protocol()),
                endpoint(rule.remote()),
                ports(rule.ports()),
                rule.mirrorTo().isEmpty() ? null : rule.mirrorTo());
    }

    private PolicyRule rule(final NetworkPolicy.Rule rule) {
        return new PolicyRule(
                null,
                protocol(rule.protocol()),
                endpoint(rule.from()),
                ports(rule.fromPorts()),
                rule.bothWays(),
                endpoint(rule.to()),
                ports(rule.toPorts()),
                new RuleAction(rule.pass(), rule.mirrorTo().isEmpty() ? null : rule.mirrorTo(), false));
    }

    private static int protocol(final int number) {
        return number == TrafficMatch.ANY_PROTOCOL ? Protocols.ANY : number;
    }

    private static PortRange ports(final TrafficMatch.Ports ports) {
        return new PortRange(ports.first(), ports.last());
    }

    private Endpoint endpoint(final TrafficMatch.Side side) {
        if (side.prefix().isPresent()) {
            return Endpoint.subnet(side.prefix().get().toString());
        }
        if (side.network().isPresent()) {
            return new Endpoint.Network(side.network().get());
        }
        return side.group().isPresent()
                ? new Endpoint.Group(ids.getOrDefault(side.group().get(), nobody))
                : Endpoint.ANY;
    }
}
