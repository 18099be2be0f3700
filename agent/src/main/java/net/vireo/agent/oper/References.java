// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.vireo.agent.config.Config;
import net.vireo.agent.config.ConfigObject;
import net.vireo.agent.config.FloatingIp;
import net.vireo.agent.config.NetworkPolicy;
import net.vireo.agent.config.PortConfig;
import net.vireo.agent.config.SecurityGroup;
import net.vireo.agent.config.ServiceHealthCheck;
import net.vireo.agent.config.TrafficMatch;
import net.vireo.agent.config.VirtualNetwork;
import net.vireo.cli.text.NearMiss;

/**
 * Names of groups and policies that nobody configured, and floating addresses that can stand for nothing: they do no harm
 * to anything else, but what they say is not what somebody meant. Networks may be those of other nodes.
 */
final class References {
    private final Config config;
    private final Set<String> groups;
    private final Set<String> policies;
    private final Set<String> checks;
    private final Map<Integer, SecurityGroup> byId = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private References(final Config config) {
        this.config = config;
        groups = names(config.all(SecurityGroup.class).stream().map(SecurityGroup::name));
        policies = names(config.all(NetworkPolicy.class).stream().map(NetworkPolicy::name));
        checks = names(config.all(ServiceHealthCheck.class).stream().map(ServiceHealthCheck::name));
    }

    private static Set<String> names(final Stream<String> names) {
        return names.collect(Collectors.toUnmodifiableSet());
    }

    /** A sentence for each, which says what it means for now. */
    static List<String> problems(final Config config) {
        final References references = new References(config);
        config.all(PortConfig.class).forEach(references::port);
        config.all(VirtualNetwork.class).forEach(references::network);
        config.all(SecurityGroup.class).forEach(references::group);
        config.all(NetworkPolicy.class).forEach(references::policy);
        config.all(FloatingIp.class).forEach(references::floating);
        return references.problems;
    }

    private void port(final PortConfig port) {
        port.securityGroups()
                .forEach(name -> known(port, "security group", name, groups, "it allows nothing to the port"));
        port.healthChecks().forEach(name -> known(port, "health check", name, checks, "it is left out"));
        HealthChecks.named(config, port)
                .forEach(check -> HealthChecks.obstacle(config, port, check)
                        .ifPresent(why -> problems.add(
                                port.title() + ": health check " + check.name() + " " + why + ": it is left out")));
    }

    private void network(final VirtualNetwork network) {
        network.policies().forEach(name -> known(network, "policy", name, policies, "it is left out"));
        network.healthChecks().forEach(name -> known(network, "health check", name, checks, "it is left out"));
    }

    private void group(final SecurityGroup group) {
        final SecurityGroup first = group.id() == 0 ? null : byId.putIfAbsent(group.id(), group);
        if (first != null) {
            problems.add(group.title() + ": id " + group.id() + " is " + first.title()
                    + "'s: it has a number of its own here");
        }
        group.rules().forEach(rule -> side(group, rule.remote()));
    }

    private void policy(final NetworkPolicy policy) {
        policy.rules().forEach(rule -> {
            side(policy, rule.from());
            side(policy, rule.to());
        });
    }

    private void side(final ConfigObject owner, final TrafficMatch.Side side) {
        side.group().ifPresent(name -> known(owner, "security group", name, groups, "its rule matches nobody"));
    }

    private void floating(final FloatingIp floating) {
        config.floatingIps().stream()
                .filter(other -> !other.equals(floating)
                        && other.network().equals(floating.network())
                        && other.address().equals(floating.address()))
                .findFirst()
                .ifPresent(first -> problems.add(floating.title() + ": address "
                        + floating.address().address() + " in network " + floating.network() + " is "
                        + first.title() + "'s: it is left out"));
        floating.fixedAddress().ifPresent(fixed -> {
            if (fixed.ipv6() != floating.address().ipv6()) {
                problems.add(floating.title() + ": fixed-address " + fixed.address() + " is of another family than "
                        + floating.address().address() + ": nothing is translated");
            } else if (config.port(floating.port()).isPresent()
                    && !config.port(floating.port()).get().addresses().contains(fixed)) {
                problems.add(floating.title() + ": fixed-address " + fixed.address() + " is none of port "
                        + floating.port() + "'s addresses");
            }
        });
    }

    private void known(
            final ConfigObject owner,
            final String kind,
            final String name,
            final Set<String> names,
            final String consequence) {
        if (!names.contains(name)) {
            final String near = NearMiss.of(name, names)
                    .map(found -> ", did you mean '" + found + "'?")
                    .orElse(":");
            problems.add(owner.title() + ": " + kind + " " + name + " is not configured" + near + " " + consequence);
        }
    }
}
