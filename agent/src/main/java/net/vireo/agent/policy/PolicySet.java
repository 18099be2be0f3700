// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * All policies of a node at one time; immutable. Lists are compiled when they are first asked, one for each network and for
 * each set of security groups that interfaces have. Any thread.
 */
public final class PolicySet {
    private static final int DNS_PORT = 53;
    private static final int BFD_PORT = 3784;
    private static final Function<List<Rule>, RuleFinder> COMPILED = CompiledRules::new;

    private final Map<String, List<NetworkPolicy>> networks;
    private final Map<Integer, SecurityGroup> groups;
    private final List<ApplicationPolicySet> applications;
    private final Function<List<Rule>, RuleFinder> compiler;
    private final Map<String, RuleFinder> networkRules = new ConcurrentHashMap<>();
    private final Map<Members, RuleFinder> groupRules = new ConcurrentHashMap<>();

    private final Map<List<Integer>, RuleFinder> applicationRules = new ConcurrentHashMap<>();

    private record Members(Set<Integer> groups, boolean ingress) {}

    /**
     * @param networks the policies attached to each network, in their order
     * @param groups by their numbers
     * @param applications in their order
     */
    public PolicySet(
            final Map<String, List<NetworkPolicy>> networks,
            final Map<Integer, SecurityGroup> groups,
            final List<ApplicationPolicySet> applications) {
        this(networks, groups, applications, COMPILED);
    }

    /** Without application policies. */
    public PolicySet(final Map<String, List<NetworkPolicy>> networks, final Map<Integer, SecurityGroup> groups) {
        this(networks, groups, List.of());
    }

    /** @param compiler makes a list of rules that can be asked */
    PolicySet(
            final Map<String, List<NetworkPolicy>> networks,
            final Map<Integer, SecurityGroup> groups,
            final List<ApplicationPolicySet> applications,
            final Function<List<Rule>, RuleFinder> compiler) {
        this.networks = Map.copyOf(networks);
        this.groups = Map.copyOf(groups);
        this.applications = List.copyOf(applications);
        this.compiler = compiler;
    }

    /** No policies: everything is allowed. */
    public static PolicySet none() {
        return new PolicySet(Map.of(), Map.of());
    }

    /** The same policies, read rule by rule: slow, and what the compiled ones are measured by. */
    public PolicySet linear() {
        return new PolicySet(networks, groups, applications, LinearRules::new);
    }

    /**
     * Takes over the lists that are what they were before: they need not be compiled again.
     *
     * @return this
     */
    public PolicySet after(final PolicySet before) {
        if (!compiler.equals(before.compiler)) {
            return this;
        }
        before.networkRules.forEach((name, rules) -> {
            if (Objects.equals(networks.get(name), before.networks.get(name))) {
                networkRules.put(name, rules);
            }
        });
        before.groupRules.forEach((members, rules) -> {
            if (known(members.groups).equals(before.known(members.groups))) {
                groupRules.put(members, rules);
            }
        });
        if (applications.equals(before.applications)) {
            applicationRules.putAll(before.applicationRules);
        }
        return this;
    }

    /** Whether a session may begin. */
    public Decision decide(final Session session) {
        final RuleRef always = always(session);
        if (always != null) {
            return Decision.always(always);
        }
        final Asking asking = new Asking();
        if (asking.about(Stage.NETWORK_POLICY, ofNetwork(session.source()), session.between())
                && asking.about(Stage.OUT_NETWORK_POLICY, ofNetwork(session.destination()), session.between())
                && asking.about(Stage.SECURITY_GROUP, ofGroups(session.source(), false), session.sent())
                && asking.about(Stage.OUT_SECURITY_GROUP, ofGroups(session.destination(), true), session.delivered())
                && asking.about(Stage.FIREWALL_POLICY, ofApplications(session.source()), session.sent())) {
            asking.about(Stage.OUT_FIREWALL_POLICY, ofApplications(session.destination()), session.delivered());
        }
        return asking.decision();
    }

    /** The rules that hold for a network, in their order; none when it has no policies and everything passes. */
    public List<Rule> networkList(final String network) {
        return NetworkPolicy.flatten(network, networks.getOrDefault(network, List.of()));
    }

    /** The rules that hold for a member of security groups, of which there is one at least, in their order. */
    public List<Rule> groupList(final Set<Integer> members, final boolean ingress) {
        return SecurityGroup.flatten(known(members), ingress);
    }

    /** Whether there are application policies, whose rules may compare both ends. */
    public boolean hasApplications() {
        return !applications.isEmpty();
    }

    private static RuleRef always(final Session session) {
        final PolicyPacket packet = session.sent();
        if (packet.destination().isMulticast()) {
            return RuleRef.MULTICAST;
        }
        return switch (session.service()) {
            case NONE -> null;
            case GATEWAY -> isGatewayService(packet) ? RuleRef.GATEWAY_SERVICE : null;
            case LINK_LOCAL -> RuleRef.LINK_LOCAL;
        };
    }

    private static boolean isGatewayService(final PolicyPacket packet) {
        return switch (packet.protocol()) {
            case Protocols.ICMP, Protocols.ICMPV6 -> true;
            case Protocols.UDP -> packet.destinationPort() == DNS_PORT || packet.destinationPort() == BFD_PORT;
            case Protocols.TCP -> packet.destinationPort() == DNS_PORT;
            default -> false;
        };
    }

    /** @return null when the list is another node's to ask */
    private RuleFinder ofNetwork(final Session.End end) {
        if (!end.here() || end.network() == null) {
            return null;
        }
        return networkRules.computeIfAbsent(
                end.network(),
                name -> compiler.apply(NetworkPolicy.flatten(name, networks.getOrDefault(name, List.of()))));
    }

    /** An interface without security groups is not protected by any; a group that is not known allows nothing. */
    private RuleFinder ofGroups(final Session.End end, final boolean ingress) {
        if (!end.here()) {
            return null;
        }
        return groupRules.computeIfAbsent(
                new Members(Set.copyOf(end.groups()), ingress),
                members -> compiler.apply(
                        members.groups.isEmpty()
                                ? List.of()
                                : SecurityGroup.flatten(known(members.groups), members.ingress)));
    }

    /** @return null when no set holds for the end */
    private RuleFinder ofApplications(final Session.End end) {
        if (!end.here() || applications.isEmpty()) {
            return null;
        }
        // By their places: the sets themselves take long to compare.
        final List<Integer> holding = IntStream.range(0, applications.size())
                .filter(place -> applications.get(place).holdsFor(end.tags()))
                .boxed()
                .toList();
        return holding.isEmpty()
                ? null
                : applicationRules.computeIfAbsent(
                        holding,
                        places -> compiler.apply(ApplicationPolicySet.flatten(
                                places.stream().map(applications::get).toList())));
    }

    private List<SecurityGroup> known(final Set<Integer> ids) {
        final List<SecurityGroup> found = new ArrayList<>();
        for (final int id : new TreeSet<>(ids)) {
            final SecurityGroup group = groups.get(id);
            if (group != null) {
                found.add(group);
            }
        }
        return found;
    }

    /** Asks one list after the other and remembers what they said. */
    private static final class Asking {
        private final List<Decision.Step> steps = new ArrayList<>();
        private final Set<String> mirrors = new LinkedHashSet<>();
        private boolean log;

        /** @return whether the next list is to be asked */
        private boolean about(final Stage stage, final RuleFinder rules, final PolicyPacket packet) {
            if (rules == null) {
                return true;
            }
            final Rule rule = rules.isEmpty() ? null : rules.find(packet);
            if (rule == null) {
                steps.add(new Decision.Step(stage, RuleRef.ALLOW, true));
                return true;
            }
            steps.add(new Decision.Step(stage, rule.ref(), rule.action().pass()));
            log |= rule.action().log();
            if (rule.action().mirror() != null) {
                mirrors.add(rule.action().mirror());
            }
            return rule.action().pass();
        }

        private Decision decision() {
            if (steps.isEmpty()) {
                return Decision.always(RuleRef.NOT_EVALUATED);
            }
            final Decision.Step last = steps.getLast();
            // Lists without rules have not decided anything, if there was another.
            final Decision.Step decider = last.pass()
                    ? steps.reversed().stream()
                            .filter(step -> !step.rule().equals(RuleRef.ALLOW))
                            .findFirst()
                            .orElse(last)
                    : last;
            return new Decision(
                    decider.pass(), decider.stage(), decider.rule(), List.copyOf(steps), List.copyOf(mirrors), log);
        }
    }
}
