// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.verdict;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.vireo.agent.flow.FloatingIp;
import net.vireo.agent.flow.FlowRoute;
import net.vireo.agent.flow.FlowVif;
import net.vireo.agent.policy.Endpoint;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.IpPrefix;
import net.vireo.agent.policy.PolicySet;
import net.vireo.agent.policy.Rule;
import net.vireo.vrouter.table.Verdicts;

/**
 * Makes verdict tables of policies. A guest has one list for its network and one for its security groups, each way, as
 * {@link PolicySet} asks them, so that lcores ask both ends' in the same order; the network's begins with what only the agent can judge: link-local addresses, the gateway's
 * services, floating addresses. What no list can say leaves the whole guest to the agent, by name. One thread.
 */
public final class VerdictCompiler {
    private static final List<IpPrefix> LINK_LOCAL = List.of(IpPrefix.of("169.254.0.0/16"), IpPrefix.of("fe80::/10"));

    private final PolicySet policies;
    private final VerdictNames names;
    private final boolean counted;
    private final Set<Endpoint> asked = new HashSet<>();
    private final Map<Object, RuleList> lists = new HashMap<>();

    /**
     * @param names where rules and groups get their numbers
     * @param counted whether flows of all guests are counted against a limit
     */
    public VerdictCompiler(final PolicySet policies, final VerdictNames names, final boolean counted) {
        this.policies = policies;
        this.names = names;
        this.counted = counted;
    }

    /**
     * Compiles.
     *
     * @param guests that are here
     * @param routes of each VRF
     */
    public VerdictPlan compile(final Collection<FlowVif> guests, final Map<Integer, List<FlowRoute>> routes) {
        final Map<Integer, VerdictPlan.Side> open = new HashMap<>();
        final Map<Integer, String> trapped = new HashMap<>();
        final Map<Integer, FlowVif> judged = new HashMap<>();
        for (final FlowVif guest : guests) {
            final String why = whyTrapped(guest);
            if (why.isEmpty()) {
                judged.put(guest.keyNexthop(), guest);
                open.put(guest.keyNexthop(), new VerdictPlan.Side(List.of(), out(guest), in(guest)));
            } else {
                trapped.put(guest.keyNexthop(), why);
            }
        }
        // Groups last: only those that a rule asks for are named.
        final Map<Integer, VerdictPlan.Side> sides = new HashMap<>();
        open.forEach((nexthop, side) -> {
            final FlowVif guest = judged.get(nexthop);
            sides.put(
                    nexthop,
                    new VerdictPlan.Side(
                            groups(Set.of(guest.network()), guest.securityGroups()), side.out(), side.in()));
        });
        final Map<VerdictPlan.Addresses, List<Integer>> addresses = new HashMap<>();
        if (!sides.isEmpty()) {
            routes.forEach((vrf, all) -> addresses(vrf, all, addresses));
        }
        return new VerdictPlan(sides, addresses, trapped);
    }

    private String whyTrapped(final FlowVif guest) {
        if (policies.hasApplications()) {
            return "application policies compare tags of both ends";
        }
        if (!guest.active() || guest.vrf() < 0) {
            return "it is not active";
        }
        if (!guest.ipv4() || !guest.ipv6()) {
            return "its network is not routed";
        }
        if (!guest.rpf()) {
            return "its sources are not checked";
        }
        if (counted || guest.maxFlows() > 0) {
            return "its flows are counted against a limit";
        }
        return guest.fatFlows().isEmpty() ? "" : "it has fat flows";
    }

    private List<RuleList> out(final FlowVif guest) {
        final List<RuleList> all = new ArrayList<>();
        final List<IpPrefix> exceptions = new ArrayList<>(LINK_LOCAL);
        guest.services().stream().sorted().map(IpPrefix::host).forEach(exceptions::add);
        addNetwork(guest, exceptions, all);
        addGroups(guest, false, all);
        return all;
    }

    private List<RuleList> in(final FlowVif guest) {
        final List<RuleList> all = new ArrayList<>();
        final List<IpAddress> floating = guest.floatingIps().stream()
                .filter(FloatingIp::toGuest)
                .map(FloatingIp::address)
                .sorted()
                .toList();
        addNetwork(guest, floating.stream().map(IpPrefix::host).toList(), all);
        addGroups(guest, true, all);
        return all;
    }

    private record NetworkList(String network, List<IpPrefix> exceptions) {}

    private record GroupList(Set<Integer> groups, boolean ingress) {}

    private void addNetwork(final FlowVif guest, final List<IpPrefix> exceptions, final List<RuleList> to) {
        final String network = guest.policy() ? guest.network() : "";
        final RuleList list = lists.computeIfAbsent(new NetworkList(network, exceptions), key -> {
            final RuleWriter writer = new RuleWriter(this::number);
            exceptions.forEach(writer::ask);
            final List<Rule> rules = guest.policy() ? policies.networkList(network) : List.of();
            rules.forEach(rule -> writer.rule(rule, verdict(rule, Verdicts.DENY)));
            if (rules.isEmpty()) {
                writer.rest(Verdicts.ALLOWED);
            }
            return writer.list();
        });
        to.add(list);
    }

    private void addGroups(final FlowVif guest, final boolean ingress, final List<RuleList> to) {
        if (!guest.policy() || guest.securityGroups().isEmpty()) {
            return;
        }
        to.add(lists.computeIfAbsent(new GroupList(guest.securityGroups(), ingress), key -> {
            final RuleWriter writer = new RuleWriter(this::number);
            policies.groupList(guest.securityGroups(), ingress)
                    .forEach(rule -> writer.rule(rule, verdict(rule, Verdicts.DENY_GROUP)));
            return writer.list();
        }));
    }

    private int number(final Endpoint end) {
        asked.add(end);
        return names.group(end);
    }

    /** Copies for an analyser and records of sessions are the agent's to order. */
    private int verdict(final Rule rule, final int deny) {
        if (rule.action().mirror() != null || rule.action().log()) {
            return Verdicts.ASK;
        }
        return Verdicts.verdict(rule.action().pass() ? Verdicts.PASS : deny, names.rule(rule.ref()));
    }

    private List<Integer> groups(final Set<String> networks, final Set<Integer> securityGroups) {
        final List<Endpoint> all = new ArrayList<>();
        networks.forEach(name -> all.add(new Endpoint.Network(name)));
        securityGroups.forEach(id -> all.add(new Endpoint.Group(id)));
        return all.stream().filter(asked::contains).map(names::group).sorted().toList();
    }

    /** Most addresses of a VRF belong to the same: that is said once, and the others beside it. */
    private void addresses(
            final int vrf, final List<FlowRoute> routes, final Map<VerdictPlan.Addresses, List<Integer>> to) {
        final Map<IpPrefix, List<Integer>> of = new HashMap<>();
        final Map<List<Integer>, Integer> counts = new HashMap<>();
        for (final FlowRoute route : routes) {
            final List<Integer> groups = groups(route.networks(), route.securityGroups());
            of.put(route.prefix(), groups);
            counts.merge(groups, 1, Integer::sum);
        }
        final List<Integer> common = counts.entrySet().stream()
                .max(Map.Entry.<List<Integer>, Integer>comparingByValue()
                        .thenComparing(entry -> entry.getKey().toString()))
                .map(Map.Entry::getKey)
                .orElse(List.of());
        if (!common.isEmpty()) {
            to.put(new VerdictPlan.Addresses(vrf, IpPrefix.of("0.0.0.0/0")), common);
            to.put(new VerdictPlan.Addresses(vrf, IpPrefix.of("::/0")), common);
        }
        of.forEach((prefix, groups) -> {
            if (!groups.equals(common) || isWithinOther(prefix, of, common)) {
                to.put(new VerdictPlan.Addresses(vrf, prefix), groups);
            }
        });
    }

    private static boolean isWithinOther(
            final IpPrefix prefix, final Map<IpPrefix, List<Integer>> of, final List<Integer> common) {
        for (int length = prefix.length() - 1; length >= 0; length--) {
            final List<Integer> groups = of.get(new IpPrefix(prefix.address(), length));
            if (groups != null && !groups.equals(common)) {
                return true;
            }
        }
        return false;
    }
}
