// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import net.vireo.vrouter.verdict.VerdictMatch;
import org.junit.jupiter.api.Test;

class PolicySetTest {
    private static final String FRONT = "default-domain:demo:front";
    private static final String BACK = "default-domain:demo:back";
    private static final int WEB = 8_000_001;
    private static final int DB = 8_000_002;

    private static PolicyRule rule(
            final String id,
            final int protocol,
            final Endpoint from,
            final boolean bothWays,
            final Endpoint to,
            final int port,
            final RuleAction action) {
        return new PolicyRule(id, protocol, from, PortRange.ANY, bothWays, to, PortRange.of(port), action);
    }

    private static NetworkPolicy frontToBack(final boolean bothWays) {
        return new NetworkPolicy(
                "default-domain:demo:front-to-back",
                List.of(rule(
                        "rule-1",
                        Protocols.TCP,
                        new Endpoint.Network(FRONT),
                        bothWays,
                        new Endpoint.Network(BACK),
                        5432,
                        RuleAction.PASS)));
    }

    private static PolicyPacket packet(
            final String from, final String to, final int protocol, final int fromPort, final int toPort) {
        return new PolicyPacket(
                IpAddress.of("10.1.0.3"),
                IpAddress.of("10.2.0.4"),
                protocol,
                fromPort,
                toPort,
                new Membership(Set.of(from), Set.of(WEB), Set.of()),
                new Membership(Set.of(to), Set.of(DB), Set.of()));
    }

    private static Session.End end(final String network, final Integer... groups) {
        return new Session.End(true, network, Set.of(groups), Set.of());
    }

    private static Session session(final String from, final String to, final int protocol, final int toPort) {
        return Session.plain(packet(from, to, protocol, 40_000, toPort), end(from), end(to));
    }

    @Test
    void shouldAllowAllWithoutPolicies() {
        final Decision decision = PolicySet.none().decide(session(FRONT, BACK, Protocols.UDP, 9));

        assertThat(decision.pass()).isTrue();
        assertThat(decision.rule()).isEqualTo(RuleRef.ALLOW);
        assertThat(decision.rule().rule()).isEqualTo("00000000-0000-0000-0000-000000000001");
    }

    @Test
    void shouldNameTheRuleThatLetItPass() {
        final PolicySet policies = new PolicySet(Map.of(FRONT, List.of(frontToBack(false))), Map.of());

        final Decision decision = policies.decide(session(FRONT, BACK, Protocols.TCP, 5432));

        assertThat(decision.pass()).isTrue();
        assertThat(decision.rule()).isEqualTo(new RuleRef("default-domain:demo:front-to-back", "rule-1"));
        assertThat(decision.stage()).isEqualTo(Stage.NETWORK_POLICY);
    }

    @Test
    void shouldDenyWhatNoRuleOfAPolicyAllows() {
        final PolicySet policies = new PolicySet(Map.of(FRONT, List.of(frontToBack(false))), Map.of());

        final Decision decision = policies.decide(session(FRONT, BACK, Protocols.TCP, 22));

        assertThat(decision.pass()).isFalse();
        assertThat(decision.rule()).isEqualTo(RuleRef.DENY);
        assertThat(decision.stage()).isEqualTo(Stage.NETWORK_POLICY);
        assertThat(decision.steps()).hasSize(1);
    }

    @Test
    void shouldAllowANetworkToTalkWithinItself() {
        final PolicySet policies = new PolicySet(Map.of(FRONT, List.of(frontToBack(false))), Map.of());

        assertThat(policies.decide(session(FRONT, FRONT, Protocols.TCP, 22)).rule())
                .isEqualTo(RuleRef.SAME_NETWORK);
    }

    @Test
    void shouldAskTheDestinationsNetworkToo() {
        final PolicySet policies = new PolicySet(Map.of(BACK, List.of(frontToBack(false))), Map.of());

        final Decision decision = policies.decide(session(FRONT, BACK, Protocols.TCP, 22));

        assertThat(decision.pass()).isFalse();
        assertThat(decision.stage()).isEqualTo(Stage.OUT_NETWORK_POLICY);
        assertThat(decision.steps())
                .containsExactly(
                        new Decision.Step(Stage.NETWORK_POLICY, RuleRef.ALLOW, true),
                        new Decision.Step(Stage.OUT_NETWORK_POLICY, RuleRef.DENY, false));
    }

    @Test
    void shouldNotAskListsOfOtherNodes() {
        final PolicySet policies = new PolicySet(Map.of(BACK, List.of(frontToBack(false))), Map.of());
        final Session leaving =
                Session.plain(packet(FRONT, BACK, Protocols.TCP, 1, 22), end(FRONT), Session.End.ELSEWHERE);

        assertThat(policies.decide(leaving).pass()).isTrue();
    }

    @Test
    void shouldMirrorARuleThatHoldsBothWays() {
        final Session back = session(BACK, FRONT, Protocols.TCP, 22);
        final Session fromPort = Session.plain(packet(BACK, FRONT, Protocols.TCP, 5432, 40_000), end(BACK), end(FRONT));
        final PolicySet oneWay = new PolicySet(Map.of(BACK, List.of(frontToBack(false))), Map.of());
        final PolicySet bothWays = new PolicySet(Map.of(BACK, List.of(frontToBack(true))), Map.of());

        assertThat(oneWay.decide(fromPort).pass()).isFalse();
        assertThat(bothWays.decide(fromPort).pass()).isTrue();
        assertThat(bothWays.decide(back).pass()).isFalse();
    }

    @Test
    void shouldTakePoliciesInTheirOrder() {
        final NetworkPolicy deny = new NetworkPolicy(
                "no-db",
                List.of(rule(
                        null,
                        Protocols.ANY,
                        Endpoint.ANY,
                        false,
                        Endpoint.subnet("10.2.0.0/16"),
                        5432,
                        RuleAction.DENY)));
        final Session wanted = session(FRONT, BACK, Protocols.TCP, 5432);

        assertThat(new PolicySet(Map.of(FRONT, List.of(deny, frontToBack(false))), Map.of())
                        .decide(wanted)
                        .rule())
                .isEqualTo(new RuleRef("no-db", "#1"));
        assertThat(new PolicySet(Map.of(FRONT, List.of(frontToBack(false), deny)), Map.of())
                        .decide(wanted)
                        .pass())
                .isTrue();
    }

    @Test
    void shouldGatherMirrorsAndLogging() {
        final RuleAction mirrored = new RuleAction(true, "tap-analyser", true);
        final NetworkPolicy policy = new NetworkPolicy(
                "watched", List.of(rule("w", Protocols.ANY, Endpoint.ANY, false, Endpoint.ANY, 80, mirrored)));
        final PolicySet policies = new PolicySet(Map.of(FRONT, List.of(policy), BACK, List.of(policy)), Map.of());

        final Decision decision = policies.decide(session(FRONT, BACK, Protocols.TCP, 80));

        assertThat(decision.mirrors()).containsExactly("tap-analyser");
        assertThat(decision.log()).isTrue();
    }

    private static PolicySet groups(final SecurityGroupRule... rules) {
        return new PolicySet(Map.of(), Map.of(DB, new SecurityGroup(DB, "db", List.of(rules))));
    }

    private static SecurityGroupRule ingress(final int protocol, final Endpoint remote, final int port) {
        return new SecurityGroupRule("sg-rule", true, Rule.ANY_FAMILY, protocol, remote, PortRange.of(port));
    }

    private static Session toDb(final int protocol, final int port) {
        return Session.plain(packet(FRONT, BACK, protocol, 40_000, port), end(FRONT), end(BACK, DB));
    }

    @Test
    void shouldLetMembersOfAGroupIn() {
        final PolicySet policies = groups(ingress(Protocols.TCP, new Endpoint.Group(WEB), 5432));

        final Decision allowed = policies.decide(toDb(Protocols.TCP, 5432));
        final Decision denied = policies.decide(toDb(Protocols.TCP, 22));

        assertThat(allowed.pass()).isTrue();
        assertThat(allowed.rule()).isEqualTo(new RuleRef("db", "sg-rule"));
        assertThat(denied.pass()).isFalse();
        assertThat(denied.stage()).isEqualTo(Stage.OUT_SECURITY_GROUP);
        assertThat(denied.rule()).isEqualTo(RuleRef.DENY);
    }

    @Test
    void shouldLetNobodyInWhenAGroupHasNoRulesOrIsNotKnown() {
        assertThat(groups().decide(toDb(Protocols.TCP, 22)).pass()).isFalse();
        assertThat(PolicySet.none().decide(toDb(Protocols.TCP, 22)).pass()).isFalse();
    }

    @Test
    void shouldKeepTheFamiliesOfSecurityGroupRulesApart() {
        final SecurityGroupRule ipv6Only =
                new SecurityGroupRule(null, true, VerdictMatch.IPV6, Protocols.ANY, Endpoint.ANY, PortRange.ANY);

        assertThat(groups(ipv6Only).decide(toDb(Protocols.TCP, 22)).pass()).isFalse();
    }

    @Test
    void shouldJudgeAnEchoByItsRequest() {
        final PolicySet requests = groups(ingress(Protocols.ICMP, Endpoint.ANY, 8));
        final PolicySet answers = groups(ingress(Protocols.ICMP, Endpoint.ANY, 0));

        assertThat(requests.decide(toDb(Protocols.ICMP, 0)).pass()).isTrue();
        assertThat(answers.decide(toDb(Protocols.ICMP, 0)).pass()).isFalse();
    }

    @Test
    void shouldAlwaysAllowTheNodesOwnServicesAndMulticast() {
        final PolicySet strict = groups();
        final PolicyPacket dns = packet(FRONT, FRONT, Protocols.UDP, 40_000, 53);
        final PolicyPacket ssh = packet(FRONT, FRONT, Protocols.TCP, 40_000, 22);
        final PolicyPacket group = new PolicyPacket(
                IpAddress.of("10.1.0.3"),
                IpAddress.of("224.0.0.251"),
                Protocols.UDP,
                5353,
                5353,
                new Membership(Set.of(FRONT), Set.of(), Set.of()),
                Membership.NONE);

        assertThat(strict.decide(ask(dns, Session.Service.GATEWAY)).rule()).isEqualTo(RuleRef.GATEWAY_SERVICE);
        assertThat(strict.decide(ask(ssh, Session.Service.GATEWAY)).pass()).isFalse();
        assertThat(strict.decide(ask(ssh, Session.Service.LINK_LOCAL)).rule()).isEqualTo(RuleRef.LINK_LOCAL);
        assertThat(strict.decide(ask(group, Session.Service.NONE)).rule()).isEqualTo(RuleRef.MULTICAST);
    }

    private static Session ask(final PolicyPacket packet, final Session.Service service) {
        return new Session(packet, packet, packet, end(FRONT, DB), Session.End.ELSEWHERE, service);
    }

    private static final int SHOP = Tags.of(Tags.APPLICATION, 1);
    private static final int WEB_TIER = Tags.of(Tags.TIER, 1);
    private static final int DB_TIER = Tags.of(Tags.TIER, 2);
    private static final int EAST = Tags.of(Tags.SITE, 1);
    private static final int WEST = Tags.of(Tags.SITE, 2);

    private static PolicySet applications(final FirewallRule... rules) {
        final ApplicationPolicySet shop = new ApplicationPolicySet(
                "shop", false, Set.of(SHOP), List.of(new ApplicationPolicySet.FirewallPolicy("tiers", List.of(rules))));
        return new PolicySet(Map.of(), Map.of(), List.of(shop));
    }

    private static FirewallRule webToDb(final FirewallRule.Direction direction, final Set<Integer> matchTypes) {
        return new FirewallRule(
                "fw",
                List.of(new Endpoint.Tagged(Set.of(SHOP, WEB_TIER))),
                direction,
                List.of(new Endpoint.Tagged(Set.of(DB_TIER))),
                List.of(new FirewallRule.Service(Protocols.TCP, PortRange.ANY, PortRange.of(5432))),
                matchTypes,
                RuleAction.PASS);
    }

    private static Session tagged(final Set<Integer> from, final Set<Integer> to, final int port) {
        final PolicyPacket packet = new PolicyPacket(
                IpAddress.of("10.1.0.3"),
                IpAddress.of("10.1.0.4"),
                Protocols.TCP,
                1,
                port,
                new Membership(Set.of(), Set.of(), from),
                new Membership(Set.of(), Set.of(), to));
        return Session.plain(
                packet, new Session.End(true, FRONT, Set.of(), from), new Session.End(true, FRONT, Set.of(), to));
    }

    @Test
    void shouldAskApplicationPoliciesByTags() {
        final PolicySet policies = applications(webToDb(FirewallRule.Direction.FIRST, Set.of()));
        final Set<Integer> web = Set.of(SHOP, WEB_TIER);
        final Set<Integer> db = Set.of(SHOP, DB_TIER);

        assertThat(policies.decide(tagged(web, db, 5432)).rule()).isEqualTo(new RuleRef("tiers", "fw"));
        final Decision denied = policies.decide(tagged(db, web, 5432));
        assertThat(denied.pass()).isFalse();
        assertThat(denied.stage()).isEqualTo(Stage.FIREWALL_POLICY);
        assertThat(policies.decide(tagged(web, db, 22)).pass()).isFalse();
        assertThat(policies.decide(tagged(Set.of(), db, 5432)).stage()).isEqualTo(Stage.OUT_FIREWALL_POLICY);
        assertThat(policies.decide(tagged(Set.of(), Set.of(WEB_TIER), 22)).pass())
                .isTrue();
    }

    @Test
    void shouldTurnFirewallRulesAsTheirDirectionSays() {
        final Session back = tagged(Set.of(SHOP, DB_TIER), Set.of(SHOP, WEB_TIER), 5432);
        final Session there = tagged(Set.of(SHOP, WEB_TIER), Set.of(SHOP, DB_TIER), 5432);

        assertThat(applications(webToDb(FirewallRule.Direction.SECOND, Set.of()))
                        .decide(back)
                        .pass())
                .isTrue();
        assertThat(applications(webToDb(FirewallRule.Direction.SECOND, Set.of()))
                        .decide(there)
                        .pass())
                .isFalse();
        assertThat(applications(webToDb(FirewallRule.Direction.EITHER, Set.of()))
                        .decide(back)
                        .pass())
                .isTrue();
    }

    @Test
    void shouldWantTagsInCommonWhereARuleSaysSo() {
        final PolicySet policies = applications(webToDb(FirewallRule.Direction.FIRST, Set.of(Tags.SITE)));
        final Set<Integer> web = Set.of(SHOP, WEB_TIER, EAST);

        assertThat(policies.decide(tagged(web, Set.of(SHOP, DB_TIER, EAST), 5432))
                        .pass())
                .isTrue();
        assertThat(policies.decide(tagged(web, Set.of(SHOP, DB_TIER, WEST), 5432))
                        .pass())
                .isFalse();
        assertThat(policies.decide(tagged(web, Set.of(SHOP, DB_TIER), 5432)).pass())
                .isFalse();
    }

    @Test
    void shouldCompileOnlyTheListsThatChanged() {
        final AtomicInteger compiled = new AtomicInteger();
        final Function<List<Rule>, RuleFinder> compiler = rules -> {
            compiled.incrementAndGet();
            return new LinearRules(rules);
        };
        final Map<Integer, SecurityGroup> group = Map.of(DB, new SecurityGroup(DB, "db", List.of()));
        final PolicySet before = new PolicySet(Map.of(FRONT, List.of(frontToBack(false))), group, List.of(), compiler);
        before.decide(toDb(Protocols.TCP, 5432));
        assertThat(compiled).hasValue(4);

        final PolicySet other =
                new PolicySet(Map.of(FRONT, List.of(frontToBack(true))), group, List.of(), compiler).after(before);
        other.decide(toDb(Protocols.TCP, 5432));
        assertThat(compiled).hasValue(5);

        final SecurityGroup open = new SecurityGroup(DB, "db", List.of(ingress(Protocols.TCP, Endpoint.ANY, 5432)));
        final PolicySet last = new PolicySet(
                        Map.of(FRONT, List.of(frontToBack(true))), Map.of(DB, open), List.of(), compiler)
                .after(other);
        assertThat(other.decide(toDb(Protocols.TCP, 5432)).pass()).isFalse();
        assertThat(last.decide(toDb(Protocols.TCP, 5432)).pass()).isTrue();
        assertThat(compiled).hasValue(6);
    }
}
