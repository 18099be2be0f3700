// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.vireo.agent.policy.ApplicationPolicySet;
import net.vireo.agent.policy.Endpoint;
import net.vireo.agent.policy.FirewallRule;
import net.vireo.agent.policy.IpPrefix;
import net.vireo.agent.policy.NetworkPolicy;
import net.vireo.agent.policy.PolicyRule;
import net.vireo.agent.policy.PolicySet;
import net.vireo.agent.policy.PortRange;
import net.vireo.agent.policy.Protocols;
import net.vireo.agent.policy.RuleAction;
import net.vireo.agent.policy.SecurityGroup;
import net.vireo.agent.policy.SecurityGroupRule;
import net.vireo.agent.policy.Tags;
import net.vireo.vrouter.verdict.VerdictMatch;
import org.junit.jupiter.api.Test;

/**
 * Random nodes, flows and changes. After a change has been worked off by the index, every flow is as if it had been decided
 * about only now; and the flows that are to be changed are exactly those whose decision differs.
 */
class ReevaluationPropertyTest {
    private static final int NODES = 25;
    private static final int FLOWS = 40;
    private static final int CHANGES = 12;
    private static final int GUESTS = 6;
    private static final int NETWORKS = 3;
    private static final int FIRST_VIF = 3;
    private static final List<FirewallRule.Direction> DIRECTIONS = List.of(FirewallRule.Direction.values());

    private final long seed = Long.getLong("vireo.flow.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private TestNode node;
    private final Map<String, List<NetworkPolicy>> policies = new HashMap<>();
    private final Map<Integer, SecurityGroup> groups = new HashMap<>();
    private final List<ApplicationPolicySet> applications = new ArrayList<>();
    private int changed;
    private int kept;

    @Test
    void shouldChangeExactlyTheFlowsThatTheChangeMeans() {
        for (int i = 0; i < NODES; i++) {
            newNode();
            final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
            final FlowSetup first = setup();
            for (int n = 0; n < FLOWS; n++) {
                book.decide(miss(n), first);
            }
            for (int n = 0; n < CHANGES; n++) {
                compare(book, change());
            }
        }
        assertThat(changed).as("flows changed, seed %d", seed).isGreaterThan(NODES);
        assertThat(kept).as("flows kept, seed %d", seed).isGreaterThan(NODES);
    }

    private void compare(final FlowBook book, final FlowChangeNotice notice) {
        final FlowSetup changedSetup = setup();
        final Set<FlowKey> wanted = new HashSet<>();
        final Map<FlowKey, FlowDecision> fresh = new HashMap<>();
        for (final KnownFlow flow : book.flows()) {
            final FlowDecision now = book.judge(flow, changedSetup);
            fresh.put(flow.key(), now);
            if (differs(flow.decision(), now)) {
                wanted.add(flow.key());
            }
        }
        final Set<FlowKey> met = new HashSet<>();
        final Reevaluation again = book.reevaluate(notice, changedSetup);
        while (!again.isDone()) {
            for (final FlowChange change : again.next(7)) {
                assertThat(met.add(change.flow().key())).isTrue();
                if (change.kind() == FlowChange.Kind.REVOKE) {
                    assertThat(change.forward().drops()).isTrue();
                    assertThat(change.reverse().drops()).isTrue();
                }
            }
        }
        assertThat(met).as("flows changed by %s, seed %d", notice, seed).isEqualTo(wanted);
        for (final KnownFlow flow : book.flows()) {
            assertThat(differs(flow.decision(), fresh.get(flow.key())))
                    .as("%s after %s, seed %d", flow.key(), notice, seed)
                    .isFalse();
        }
        changed += met.size();
        kept += again.keptCount();
    }

    private static boolean differs(final FlowDecision was, final FlowDecision now) {
        if (was.passes() != now.passes() || was.reason() != now.reason()) {
            return true;
        }
        return was.passes()
                && !(was.forward().sameWork(now.forward()) && was.reverse().sameWork(now.reverse()));
    }

    private FlowSetup setup() {
        return new FlowSetup(node, new PolicySet(policies, groups, applications), node);
    }

    private void newNode() {
        node = new TestNode();
        policies.clear();
        applications.clear();
        groups.clear();
        for (int vif = FIRST_VIF; vif < FIRST_VIF + GUESTS; vif++) {
            final int network = vif % NETWORKS;
            node.guest(vif, network + 1, network(network));
            for (int vrf = 1; vrf <= NETWORKS; vrf++) {
                node.local(vrf, address(vif), vif, network(network));
            }
            node.groups(vif, random.nextInt(3));
            node.tags(vif, Tags.of(Tags.APPLICATION, random.nextInt(2)), Tags.of(Tags.TIER, random.nextInt(2)));
        }
        for (int vrf = 1; vrf <= NETWORKS; vrf++) {
            node.remote(vrf, "10.0.1.0/24", 70, network(0));
        }
        for (int id = 0; id < 3; id++) {
            newGroup(id);
        }
        for (int network = 0; network < NETWORKS; network++) {
            newPolicy(network);
        }
    }

    private static String network(final int number) {
        return "network-" + number;
    }

    private static String address(final int vif) {
        return "10.0.0." + vif;
    }

    private FlowMiss miss(final int number) {
        final int vif = FIRST_VIF + random.nextInt(GUESTS);
        final String other =
                random.nextInt(3) == 0 ? "10.0.1." + random.nextInt(4) : address(FIRST_VIF + random.nextInt(GUESTS));
        final int port = random.nextInt(4);
        final FlowMiss miss = random.nextInt(4) == 0
                ? node.fabric(
                        vif, vif % NETWORKS + 1, "10.0.1." + random.nextInt(4), address(vif), 10_000 + number, port)
                : node.from(vif, address(vif), other, 10_000 + number, port);
        return FlowMiss.of(number, 1, miss.vif(), miss.vrf(), miss.key());
    }

    private FlowChangeNotice change() {
        return switch (random.nextInt(6)) {
            case 0 -> {
                final int id = random.nextInt(3);
                newGroup(id);
                yield FlowChangeNotice.of(new FlowObject.Group(id));
            }
            case 1 -> {
                final int number = random.nextInt(NETWORKS);
                newPolicy(number);
                yield FlowChangeNotice.of(new FlowObject.Network(network(number)));
            }
            case 2 -> {
                final int vif = FIRST_VIF + random.nextInt(GUESTS);
                node.groups(vif, random.nextInt(4));
                node.state(
                        vif,
                        random.nextInt(4) > 0,
                        random.nextInt(6) > 0,
                        node.vif(vif).vrf());
                yield FlowChangeNotice.of(new FlowObject.Vif(vif));
            }
            case 3 -> remoteRoute();
            case 4 -> {
                newApplications();
                yield FlowChangeNotice.of(new FlowObject.Applications());
            }
            default -> localRoute();
        };
    }

    private FlowChangeNotice remoteRoute() {
        final int vrf = 1 + random.nextInt(NETWORKS);
        final IpPrefix prefix = IpPrefix.of("10.0.1." + random.nextInt(4) + "/" + (30 + random.nextInt(3)));
        if (random.nextBoolean()) {
            node.routes.get(vrf).remove(prefix);
        } else if (random.nextBoolean()) {
            node.put(vrf, FlowRoute.remote(prefix, 70 + random.nextInt(3), network(random.nextInt(NETWORKS))));
        } else {
            final FlowRoute.Member member = new FlowRoute.Member(71, FlowRoute.NONE);
            final List<FlowRoute.Member> members = new ArrayList<>(List.of(member, member, member));
            members.set(random.nextInt(3), random.nextBoolean() ? null : member);
            node.put(
                    vrf,
                    new FlowRoute(
                            prefix,
                            79,
                            FlowRoute.Kind.ECMP,
                            FlowRoute.NONE,
                            members,
                            Set.of(network(1)),
                            Set.of(random.nextInt(3)),
                            Set.of()));
        }
        return FlowChangeNotice.route(vrf, prefix);
    }

    private FlowChangeNotice localRoute() {
        final int vrf = 1 + random.nextInt(NETWORKS);
        final int vif = FIRST_VIF + random.nextInt(GUESTS);
        final IpPrefix prefix = IpPrefix.of(address(vif));
        if (random.nextInt(3) == 0) {
            node.routes.get(vrf).remove(prefix);
        } else {
            node.local(vrf, address(vif), vif, node.vif(vif).network());
        }
        return FlowChangeNotice.route(vrf, prefix);
    }

    private void newGroup(final int id) {
        if (random.nextInt(6) == 0) {
            groups.remove(id);
            return;
        }
        final List<SecurityGroupRule> rules = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            rules.add(new SecurityGroupRule(
                    null,
                    random.nextBoolean(),
                    VerdictMatch.IPV4,
                    Protocols.TCP,
                    random.nextInt(3) == 0 ? new Endpoint.Group(random.nextInt(3)) : Endpoint.ANY,
                    random.nextBoolean() ? PortRange.ANY : PortRange.of(random.nextInt(4))));
        }
        groups.put(id, new SecurityGroup(id, "group-" + id, rules));
    }

    private void newApplications() {
        applications.clear();
        final List<FirewallRule> rules = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            rules.add(new FirewallRule(
                    null,
                    List.of(tagged()),
                    DIRECTIONS.get(random.nextInt(3)),
                    List.of(random.nextBoolean() ? Endpoint.ANY : tagged()),
                    List.of(FirewallRule.Service.ANY),
                    random.nextBoolean() ? Set.of() : Set.of(Tags.TIER),
                    random.nextInt(4) == 0 ? RuleAction.DENY : RuleAction.PASS));
        }
        applications.add(new ApplicationPolicySet(
                "set",
                random.nextInt(6) == 0,
                Set.of(Tags.of(Tags.APPLICATION, 0)),
                List.of(new ApplicationPolicySet.FirewallPolicy("firewall", rules))));
    }

    private Endpoint tagged() {
        return new Endpoint.Tagged(Set.of(Tags.of(1 + random.nextInt(2), random.nextInt(2))));
    }

    private void newPolicy(final int number) {
        final List<PolicyRule> rules = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            rules.add(new PolicyRule(
                    null,
                    Protocols.TCP,
                    new Endpoint.Network(network(random.nextInt(NETWORKS))),
                    PortRange.ANY,
                    random.nextBoolean(),
                    random.nextBoolean() ? Endpoint.ANY : new Endpoint.Network(network(random.nextInt(NETWORKS))),
                    random.nextBoolean() ? PortRange.ANY : PortRange.of(random.nextInt(4)),
                    random.nextInt(4) == 0 ? RuleAction.DENY : RuleAction.PASS));
        }
        policies.put(network(number), rules.isEmpty() ? List.of() : List.of(new NetworkPolicy("policy", rules)));
    }
}
