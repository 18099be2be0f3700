// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.vireo.agent.policy.Endpoint;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.NetworkPolicy;
import net.vireo.agent.policy.PolicyRule;
import net.vireo.agent.policy.PolicySet;
import net.vireo.agent.policy.PortRange;
import net.vireo.agent.policy.Protocols;
import net.vireo.agent.policy.RuleAction;
import net.vireo.agent.policy.RuleRef;
import net.vireo.agent.policy.SecurityGroup;
import net.vireo.agent.policy.SecurityGroupRule;
import net.vireo.sandesh.VrFlow;
import net.vireo.vrouter.flow.FatFlowRules;
import net.vireo.vrouter.flow.FatFlowRulesBuilder;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.verdict.VerdictMatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlowSetupTest {
    private static final int A = 3;
    private static final int B = 4;
    private static final int VRF = 2;
    private static final String NET = "front";

    private final TestNode node = new TestNode();

    @BeforeEach
    void twoGuestsAndOneElsewhere() {
        node.guest(A, VRF, NET, "10.1.0.3");
        node.guest(B, VRF, NET, "10.1.0.4");
        node.remote(VRF, "10.1.0.9", 77, NET);
    }

    private FlowDecision decide(final FlowMiss miss) {
        return decide(miss, PolicySet.none());
    }

    private FlowDecision decide(final FlowMiss miss, final PolicySet policies) {
        return new FlowSetup(node, policies, node).decide(miss);
    }

    private FlowDropReason refusal(final FlowMiss miss) {
        final FlowDecision decision = decide(miss);
        assertThat(decision.passes()).isFalse();
        assertThat(decision.reverse()).isNull();
        assertThat(decision.forward().action()).isEqualTo(FlowState.DROP);
        assertThat(decision.forward().dropReason()).isEqualTo(decision.reason());
        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE);
        return decision.reason();
    }

    @Test
    void shouldMakeTwoLinkedEntriesOfOneMiss() {
        final FlowDecision decision = decide(node.from(A, "10.1.0.3", "10.1.0.4", 40_000, 80));

        final FlowEntry forward = decision.forward();
        assertThat(forward.index()).isEqualTo(7);
        assertThat(forward.generation()).isEqualTo(3);
        assertThat(forward.action()).isEqualTo(FlowState.FORWARD);
        assertThat(forward.sourceNexthop()).isEqualTo(1_000 + A);
        final FlowEntry reverse = decision.reverse();
        assertThat(reverse.index()).isEqualTo(FlowEntry.NONE);
        assertThat(reverse.reverse()).isEqualTo(7);
        assertThat(reverse.key())
                .isEqualTo(new FlowKey(
                        100 + B, IpAddress.of("10.1.0.4"), IpAddress.of("10.1.0.3"), Protocols.TCP, 80, 40_000));
        assertThat(reverse.sourceNexthop()).isEqualTo(1_000 + B);
        assertThat(reverse.action()).isEqualTo(FlowState.FORWARD);
    }

    @Test
    void shouldExpectAnswersFromElsewhereAtTheGuestThatAsked() {
        final FlowDecision decision = decide(node.from(A, "10.1.0.3", "10.1.0.9", 40_000, 80));

        assertThat(decision.reverse().key().nexthop()).isEqualTo(100 + A);
        assertThat(decision.reverse().sourceNexthop()).isEqualTo(77);
        assertThat(decision.reverse().vrf()).isEqualTo(VRF);
    }

    @Test
    void shouldDecideAboutWhatComesOutOfATunnel() {
        final FlowDecision decision = decide(node.fabric(A, VRF, "10.1.0.9", "10.1.0.3", 5_000, 22));

        assertThat(decision.passes()).isTrue();
        assertThat(decision.forward().sourceNexthop()).isEqualTo(77);
        assertThat(decision.reverse().key())
                .isEqualTo(new FlowKey(
                        100 + A, IpAddress.of("10.1.0.3"), IpAddress.of("10.1.0.9"), Protocols.TCP, 22, 5_000));
        assertThat(decision.reverse().sourceNexthop()).isEqualTo(1_000 + A);
    }

    @Test
    void shouldKeepTheIdentifierOfAnEchoBothWays() {
        final FlowDecision decision = decide(node.from(A, "10.1.0.3", "10.1.0.4", Protocols.ICMP, 4_711, 0));

        assertThat(decision.reverse().key().sourcePort()).isEqualTo(4_711);
        assertThat(decision.reverse().key().destinationPort()).isZero();
    }

    @Test
    void shouldLeaveUnderAFloatingAddress() {
        node.with(A, List.of(FloatingIp.of(IpAddress.of("203.0.113.7"), IpAddress.of("10.1.0.3"), 9, "public")));
        node.remote(9, "0.0.0.0/0", 88, "public");

        final FlowDecision decision = decide(node.from(A, "10.1.0.3", "198.51.100.1", 40_000, 443));

        assertThat(decision.forward().action()).isEqualTo(FlowState.NAT);
        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE | FlowState.SNAT);
        assertThat(decision.forward().vrf()).isEqualTo(VRF);
        assertThat(decision.forward().destinationVrf()).isEqualTo(9);
        final FlowEntry reverse = decision.reverse();
        assertThat(reverse.key().source()).isEqualTo(IpAddress.of("198.51.100.1"));
        assertThat(reverse.key().destination()).isEqualTo(IpAddress.of("203.0.113.7"));
        assertThat(reverse.key().nexthop()).isEqualTo(100 + A);
        assertThat(reverse.flags()).isEqualTo(FlowState.ACTIVE | FlowState.DNAT);
        assertThat(reverse.vrf()).isEqualTo(9);
        assertThat(reverse.destinationVrf()).isEqualTo(VRF);
        assertThat(reverse.sourceNexthop()).isEqualTo(88);
    }

    @Test
    void shouldTakeTheFloatingAddressWhoseNetworkKnowsBest() {
        node.with(
                A,
                List.of(
                        FloatingIp.of(IpAddress.of("203.0.113.7"), IpAddress.of("10.1.0.3"), 9, "public"),
                        FloatingIp.of(IpAddress.of("192.0.2.7"), IpAddress.of("10.1.0.3"), 8, "partner")));
        node.remote(9, "0.0.0.0/0", 88, "public");
        node.remote(8, "198.51.100.0/24", 89, "partner");

        assertThat(decide(node.from(A, "10.1.0.3", "198.51.100.1", 1, 2)).path().source())
                .isEqualTo(IpAddress.of("192.0.2.7"));
        assertThat(decide(node.from(A, "10.1.0.3", "198.51.200.1", 1, 2)).path().source())
                .isEqualTo(IpAddress.of("203.0.113.7"));
    }

    private void reachableAsPublic(final FloatingIp floating) {
        node.with(A, List.of(floating));
        node.local(9, "203.0.113.7", A, "public");
        node.remote(9, "0.0.0.0/0", 88, "public");
    }

    @Test
    void shouldReachAGuestByItsFloatingAddress() {
        reachableAsPublic(FloatingIp.of(IpAddress.of("203.0.113.7"), IpAddress.of("10.1.0.3"), 9, "public"));

        final FlowDecision decision = decide(node.fabric(A, 9, "198.51.100.1", "203.0.113.7", 5_000, 22));

        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE | FlowState.DNAT);
        assertThat(decision.forward().vrf()).isEqualTo(9);
        assertThat(decision.forward().destinationVrf()).isEqualTo(VRF);
        assertThat(decision.reverse().key())
                .isEqualTo(new FlowKey(
                        100 + A, IpAddress.of("10.1.0.3"), IpAddress.of("198.51.100.1"), Protocols.TCP, 22, 5_000));
        assertThat(decision.reverse().flags()).isEqualTo(FlowState.ACTIVE | FlowState.SNAT);
        assertThat(decision.reverse().vrf()).isEqualTo(VRF);
        assertThat(decision.reverse().destinationVrf()).isEqualTo(9);
    }

    /**
     * What a router says of a translated packet quotes it; its flow key is that of the quoted packet, turned round, which
     * must be the entry that translates back: from outside about what the guest sent, and from the guest about what it got.
     */
    @Test
    void shouldGiveIcmpErrorsTheEntryThatTranslatesThem() {
        reachableAsPublic(FloatingIp.of(IpAddress.of("203.0.113.7"), IpAddress.of("10.1.0.3"), 9, "public"));

        final FlowDecision out = decide(node.from(A, "10.1.0.3", "198.51.100.1", 40_000, 443));
        final FlowKey quotedOutside = new FlowKey(
                100 + A, IpAddress.of("203.0.113.7"), IpAddress.of("198.51.100.1"), Protocols.TCP, 40_000, 443);
        assertThat(out.reverse().key()).isEqualTo(quotedOutside.reversed(100 + A));
        assertThat(out.reverse().flags() & FlowState.DNAT).isNotZero();

        final FlowDecision in = decide(node.fabric(A, 9, "198.51.100.1", "203.0.113.7", 5_000, 22));
        final FlowKey quotedInside =
                new FlowKey(100 + A, IpAddress.of("198.51.100.1"), IpAddress.of("10.1.0.3"), Protocols.TCP, 5_000, 22);
        assertThat(in.reverse().key()).isEqualTo(quotedInside.reversed(100 + A));
        assertThat(in.reverse().flags() & FlowState.SNAT).isNotZero();
    }

    @Test
    void shouldMapPortsOfAFloatingAddress() {
        reachableAsPublic(new FloatingIp(
                IpAddress.of("203.0.113.7"),
                IpAddress.of("10.1.0.3"),
                9,
                "public",
                true,
                true,
                List.of(new FloatingIp.PortMapping(Protocols.TCP, 8022, 22))));

        final FlowDecision mapped = decide(node.fabric(A, 9, "198.51.100.1", "203.0.113.7", 5_000, 8022));
        assertThat(mapped.forward().flags()).isEqualTo(FlowState.ACTIVE | FlowState.DNAT | FlowState.DPAT);
        assertThat(mapped.reverse().key().sourcePort()).isEqualTo(22);
        assertThat(mapped.reverse().flags()).isEqualTo(FlowState.ACTIVE | FlowState.SNAT | FlowState.SPAT);
        assertThat(refusal(node.fabric(A, 9, "198.51.100.1", "203.0.113.7", 5_000, 22)))
                .isEqualTo(FlowDropReason.PORT_MAP_DROP);
    }

    @Test
    void shouldTranslateBothEndsOfTwoFloatingAddressesHere() {
        node.guest(B, 6, "back", "10.2.0.4");
        node.with(B, List.of(FloatingIp.of(IpAddress.of("203.0.113.8"), IpAddress.of("10.2.0.4"), 9, "public")));
        reachableAsPublic(FloatingIp.of(IpAddress.of("203.0.113.7"), IpAddress.of("10.1.0.3"), 9, "public"));
        node.local(9, "203.0.113.8", B, "public");

        final FlowDecision decision = decide(node.from(A, "10.1.0.3", "203.0.113.8", 40_000, 80));

        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE | FlowState.SNAT | FlowState.DNAT);
        assertThat(decision.forward().destinationVrf()).isEqualTo(6);
        assertThat(decision.reverse().key())
                .isEqualTo(new FlowKey(
                        100 + B, IpAddress.of("10.2.0.4"), IpAddress.of("203.0.113.7"), Protocols.TCP, 80, 40_000));
        assertThat(decision.reverse().vrf()).isEqualTo(6);
        assertThat(decision.reverse().destinationVrf()).isEqualTo(VRF);
        assertThat(decision.reverse().sourceNexthop()).isEqualTo(1_000 + B);
    }

    @Test
    void shouldTranslateIpv6Too() {
        node.local(VRF, "2001:db8:1::3", A, NET);
        node.with(A, List.of(FloatingIp.of(IpAddress.of("2001:db8:f::7"), IpAddress.of("2001:db8:1::3"), 9, "public")));
        node.remote(9, "::/0", 88, "public");

        final FlowDecision decision = decide(node.from(A, "2001:db8:1::3", "2001:db8:9::1", Protocols.ICMPV6, 99, 129));

        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE | FlowState.SNAT);
        assertThat(decision.reverse().key().destination()).isEqualTo(IpAddress.of("2001:db8:f::7"));
    }

    @Test
    void shouldTakeLinkLocalServicesToTheirServer() {
        node.services.put(
                IpAddress.of("169.254.169.254"), new LinkLocalService("metadata", IpAddress.of("192.0.2.10"), 8097));
        node.put(
                TestNode.FABRIC_VRF,
                new FlowRoute(
                        net.vireo.agent.policy.IpPrefix.of("192.0.2.10"),
                        6,
                        FlowRoute.Kind.NODE,
                        FlowRoute.NONE,
                        List.of(),
                        Set.of(),
                        Set.of(),
                        Set.of()));

        final FlowDecision decision = decide(node.from(A, "10.1.0.3", "169.254.169.254", 40_000, 80));

        assertThat(decision.policy().rule()).isEqualTo(RuleRef.LINK_LOCAL);
        final int both = FlowState.SNAT | FlowState.DNAT | FlowState.SPAT | FlowState.DPAT | FlowState.LINK_LOCAL;
        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE | both);
        assertThat(decision.reverse().flags()).isEqualTo(FlowState.ACTIVE | both);
        assertThat(decision.forward().destinationVrf()).isEqualTo(TestNode.FABRIC_VRF);
        assertThat(decision.reverse().key())
                .isEqualTo(new FlowKey(
                        TestNode.HOST_KEY,
                        IpAddress.of("192.0.2.10"),
                        IpAddress.of("192.0.2.10"),
                        Protocols.TCP,
                        8097,
                        TestNode.FIRST_PORT));
        assertThat(decision.reverse().destinationVrf()).isEqualTo(VRF);
    }

    @Test
    void shouldShowAServiceOnTheHostWhoTheGuestIs() {
        node.services.put(
                IpAddress.of("169.254.169.254"), new LinkLocalService("metadata", IpAddress.of("192.0.2.10"), 8097));
        node.known.put(A, IpAddress.of("169.254.0.3"));
        node.mostPorts = 0;

        final FlowDecision decision = decide(node.from(A, "10.1.0.3", "169.254.169.254", 40_000, 80));

        final int there = FlowState.SNAT | FlowState.DNAT | FlowState.DPAT | FlowState.LINK_LOCAL;
        final int back = FlowState.SNAT | FlowState.DNAT | FlowState.SPAT | FlowState.LINK_LOCAL;
        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE | there);
        assertThat(decision.reverse().flags()).isEqualTo(FlowState.ACTIVE | back);
        assertThat(decision.reverse().key())
                .isEqualTo(new FlowKey(
                        TestNode.HOST_KEY,
                        IpAddress.of("192.0.2.10"),
                        IpAddress.of("169.254.0.3"),
                        Protocols.TCP,
                        8097,
                        40_000));
    }

    @Test
    void shouldNameEveryReasonWhyAFlowCanGoNowhere() {
        node.services.put(
                IpAddress.of("169.254.169.254"), new LinkLocalService("metadata", IpAddress.of("192.0.2.10"), 8097));
        final FlowMiss good = node.from(A, "10.1.0.3", "10.1.0.4", 1, 2);

        assertThat(refusal(FlowMiss.of(7, 3, 99, VRF, good.key()))).isEqualTo(FlowDropReason.UNAVAILABLE_INTERFACE);
        assertThat(refusal(node.from(A, "10.1.0.66", "10.1.0.4", 1, 2))).isEqualTo(FlowDropReason.NO_SOURCE_ROUTE);
        assertThat(refusal(node.from(A, "10.1.0.4", "10.1.0.9", 1, 2))).isEqualTo(FlowDropReason.NO_SOURCE_ROUTE);
        assertThat(refusal(node.from(A, "10.1.0.3", "10.9.0.4", 1, 2))).isEqualTo(FlowDropReason.NO_DESTINATION_ROUTE);
        assertThat(refusal(node.fabric(A, VRF, "10.9.0.1", "10.1.0.3", 1, 2)))
                .isEqualTo(FlowDropReason.NO_SOURCE_ROUTE);
        assertThat(refusal(node.fabric(50, VRF, "10.1.0.9", "10.1.0.3", 1, 2)))
                .isEqualTo(FlowDropReason.UNAVAILABLE_INTERFACE);
        assertThat(refusal(node.from(A, "10.1.0.3", "10.1.0.3", 5, 5)))
                .isEqualTo(FlowDropReason.SAME_FLOW_AND_REVERSE_KEY);
        node.mostPorts = 0;
        assertThat(refusal(node.from(A, "10.1.0.3", "169.254.169.254", 1, 80)))
                .isEqualTo(FlowDropReason.LINK_LOCAL_SOURCE_NAT);
        node.mostPorts = 1;
        node.hostHasAddress = false;
        assertThat(refusal(node.from(A, "10.1.0.3", "169.254.169.254", 1, 80)))
                .isEqualTo(FlowDropReason.LINK_LOCAL_SOURCE_NAT);
        node.state(B, false, true, VRF);
        assertThat(refusal(good)).isEqualTo(FlowDropReason.UNAVAILABLE_INTERFACE);
        node.state(A, true, false, VRF);
        assertThat(refusal(good)).isEqualTo(FlowDropReason.IPV4_FORWARDING_DISABLED);
        node.state(A, true, true, -1);
        assertThat(refusal(good)).isEqualTo(FlowDropReason.UNAVAILABLE_VRF);
        node.state(A, false, true, VRF);
        assertThat(refusal(good)).isEqualTo(FlowDropReason.UNAVAILABLE_INTERFACE);
    }

    private static PolicySet policy(final RuleAction action) {
        return new PolicySet(
                Map.of(
                        NET,
                        List.of(new NetworkPolicy(
                                "watch",
                                List.of(new PolicyRule(
                                        "r",
                                        Protocols.ANY,
                                        Endpoint.ANY,
                                        PortRange.ANY,
                                        false,
                                        Endpoint.ANY,
                                        PortRange.ANY,
                                        action))))),
                Map.of());
    }

    @Test
    void shouldMirrorWhatARuleSays() {
        final PolicySet mirrored = policy(new RuleAction(true, "analyser", false));
        final FlowMiss miss = node.from(A, "10.1.0.3", "10.1.0.4", 1, 2);

        assertThat(decide(miss, mirrored).reason()).isEqualTo(FlowDropReason.NO_MIRROR_ENTRY);
        node.mirrors.put("analyser", 12);
        final FlowDecision decision = decide(miss, mirrored);
        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE | FlowState.MIRROR);
        assertThat(decision.forward().mirror()).isEqualTo(12);
        assertThat(decision.reverse().mirror()).isEqualTo(12);
        assertThat(decision.reverse().secondMirror()).isEqualTo(FlowEntry.NONE);
    }

    private static SecurityGroup group(final int id, final boolean ingress, final int port) {
        return new SecurityGroup(
                id,
                "group-" + id,
                List.of(new SecurityGroupRule(
                        null,
                        ingress,
                        VerdictMatch.IPV4 | VerdictMatch.IPV6,
                        Protocols.ANY,
                        Endpoint.ANY,
                        PortRange.of(port))));
    }

    @Test
    void shouldSayWhichListDenied() {
        final FlowMiss miss = node.from(A, "10.1.0.3", "10.1.0.4", 1, 80);

        assertThat(decide(miss, policy(RuleAction.DENY)).reason()).isEqualTo(FlowDropReason.POLICY);
        assertThat(decide(node.fabric(A, VRF, "10.1.0.9", "10.1.0.3", 1, 2), policy(RuleAction.DENY))
                        .reason())
                .isEqualTo(FlowDropReason.OUT_POLICY);
        node.groups(A, 1);
        assertThat(decide(miss, new PolicySet(Map.of(), Map.of(1, group(1, false, 443))))
                        .reason())
                .isEqualTo(FlowDropReason.SECURITY_GROUP);
        node.groups(B, 2);
        final PolicySet both = new PolicySet(Map.of(), Map.of(1, group(1, false, 80), 2, group(2, true, 443)));
        final FlowDecision decision = decide(miss, both);
        assertThat(decision.reason()).isEqualTo(FlowDropReason.OUT_SECURITY_GROUP);
        assertThat(decision.isShort()).isFalse();
        assertThat(decision.policy().steps()).hasSize(4);
    }

    /** The guest's security group is asked about the guest's own port, whatever the floating address calls it. */
    @Test
    void shouldAskSecurityGroupsAboutWhatTheGuestSees() {
        reachableAsPublic(new FloatingIp(
                IpAddress.of("203.0.113.7"),
                IpAddress.of("10.1.0.3"),
                9,
                "public",
                true,
                true,
                List.of(new FloatingIp.PortMapping(Protocols.TCP, 8022, 22))));
        node.groups(A, 1);
        final PolicySet ssh = new PolicySet(Map.of(), Map.of(1, group(1, true, 22)));
        final PolicySet outer = new PolicySet(Map.of(), Map.of(1, group(1, true, 8022)));
        final FlowMiss miss = node.fabric(A, 9, "198.51.100.1", "203.0.113.7", 5_000, 8022);

        assertThat(decide(miss, ssh).passes()).isTrue();
        assertThat(decide(miss, outer).passes()).isFalse();
    }

    private FlowRoute three(final FlowRoute.Member... members) {
        return new FlowRoute(
                net.vireo.agent.policy.IpPrefix.of("10.1.0.50"),
                600,
                FlowRoute.Kind.ECMP,
                FlowRoute.NONE,
                java.util.Arrays.asList(members),
                Set.of(NET),
                Set.of(),
                Set.of());
    }

    @Test
    void shouldKeepTheMemberOfAFlowWhileItIsThere() {
        final FlowRoute.Member one = new FlowRoute.Member(61, FlowRoute.NONE);
        final FlowRoute.Member here = new FlowRoute.Member(1_000 + B, B);
        node.put(VRF, three(one, one, here));
        final FlowSetup setup = new FlowSetup(node, PolicySet.none(), node);
        for (int port = 1; port < 200; port++) {
            final FlowMiss miss = node.from(A, "10.1.0.3", "10.1.0.50", port, 80);
            node.put(VRF, three(one, one, here));
            final FlowDecision first = setup.decide(miss);
            assertThat(first.forward().ecmpMember())
                    .isEqualTo(first.path().member())
                    .isBetween(0, 2);
            assertThat(first.path().to() == null).isEqualTo(first.path().member() != 2);

            node.put(VRF, three(one, one, here, one, one));
            assertThat(setup.decide(miss, first.path(), Admission.ANY).path().member())
                    .isEqualTo(first.path().member());

            node.put(VRF, three(one, null, here));
            final int kept =
                    setup.decide(miss, first.path(), Admission.ANY).path().member();
            if (first.path().member() == 1) {
                assertThat(kept).isNotEqualTo(1);
            } else {
                assertThat(kept).isEqualTo(first.path().member());
            }
        }
    }

    @Test
    void shouldSpreadFlowsOverMembers() {
        final FlowRoute.Member one = new FlowRoute.Member(61, FlowRoute.NONE);
        node.put(VRF, three(one, one, one));
        final int[] counts = new int[3];
        for (int port = 1; port <= 3_000; port++) {
            counts[
                    decide(node.from(A, "10.1.0.3", "10.1.0.50", port, 80))
                            .path()
                            .member()]++;
        }

        assertThat(counts[0]).isBetween(850, 1_150);
        assertThat(counts[1]).isBetween(850, 1_150);
    }

    @Test
    void shouldAnswerTheMemberThatAsked() {
        node.put(
                VRF,
                new FlowRoute(
                        net.vireo.agent.policy.IpPrefix.of("10.1.0.60"),
                        601,
                        FlowRoute.Kind.ECMP,
                        FlowRoute.NONE,
                        List.of(new FlowRoute.Member(61, FlowRoute.NONE), new FlowRoute.Member(1_000 + A, A)),
                        Set.of(NET),
                        Set.of(),
                        Set.of()));

        final FlowDecision decision = decide(node.from(A, "10.1.0.60", "10.1.0.9", 1, 2));

        assertThat(decision.forward().sourceNexthop()).isEqualTo(601);
        assertThat(decision.reverse().ecmpMember()).isEqualTo(1);
    }

    private static FatFlowRules fat(final int rule) {
        final FatFlowRulesBuilder builder = new FatFlowRulesBuilder();
        assertThat(builder.add(rule)).isTrue();
        return builder.build();
    }

    @Test
    void shouldLeaveOutOfTheAnswersKeyWhatAFatFlowLeavesOut() {
        node.fatFlows(A, fat(Protocols.TCP << 16 | 80));
        node.fatFlows(B, fat(Protocols.TCP << 16 | 80));

        final FlowDecision decision = decide(node.from(A, "10.1.0.3", "10.1.0.4", 0, 80));

        assertThat(decision.reverse().key().sourcePort()).isEqualTo(80);
        assertThat(decision.reverse().key().destinationPort()).isZero();
    }

    @Test
    void shouldRefuseAFatFlowAcrossAMappedPort() {
        reachableAsPublic(new FloatingIp(
                IpAddress.of("203.0.113.7"),
                IpAddress.of("10.1.0.3"),
                9,
                "public",
                true,
                true,
                List.of(new FloatingIp.PortMapping(Protocols.TCP, 8022, 22))));
        node.fatFlows(A, fat(Protocols.TCP << 16 | 8022));

        assertThat(refusal(node.fabric(A, 9, "198.51.100.1", "203.0.113.7", 0, 8022)))
                .isEqualTo(FlowDropReason.FAT_FLOW_NAT_CONFLICT);
    }

    @Test
    void shouldWriteTheMessageAsTheWireWantsIt() {
        final VrFlow request = decide(node.from(A, "10.1.0.3", "10.1.0.9", 40_000, 80))
                .forward()
                .request();

        assertThat(request.value(VrFlow.FLOW_SIP_L)).isEqualTo(0x0300_010aL);
        assertThat(request.value(VrFlow.FLOW_DIP_L)).isEqualTo(0x0900_010aL);
        assertThat(request.value(VrFlow.FLOW_DPORT)).isEqualTo(80 << 8);
        assertThat(request.value(VrFlow.FLOW_NH_ID)).isEqualTo(100 + A);
        assertThat(request.value(VrFlow.GEN_ID)).isEqualTo(3);
        assertThat(request.value(VrFlow.ACTION)).isEqualTo(FlowState.FORWARD);
        assertThat(request.value(VrFlow.SRC_NH_INDEX)).isEqualTo(1_000 + A);
    }

    @Test
    void shouldExplainWithoutLeavingATrace() {
        node.services.put(
                IpAddress.of("169.254.169.254"), new LinkLocalService("metadata", IpAddress.of("192.0.2.10"), 8097));
        final Explanation metadata = Explanation.of(
                node,
                PolicySet.none(),
                A,
                IpAddress.of("10.1.0.3"),
                IpAddress.of("169.254.169.254"),
                Protocols.TCP,
                1,
                80);
        final Explanation denied = Explanation.of(
                node,
                policy(RuleAction.DENY),
                A,
                IpAddress.of("10.1.0.3"),
                IpAddress.of("10.1.0.9"),
                Protocols.TCP,
                1,
                80);

        assertThat(metadata.passes()).isTrue();
        assertThat(node.reserved.isEmpty()).isTrue();
        assertThat(denied.passes()).isFalse();
        assertThat(denied.nexthop()).isEqualTo(77);
        assertThat(denied.rule()).isEqualTo(new RuleRef("watch", "r"));
        assertThat(denied.lines(String::valueOf))
                .containsExactly(
                        "route 10.1.0.9/32 by next hop 77",
                        "network policy of the source: watch r, deny",
                        "is dropped: Policy, by watch r");
    }

    /** A health check: no security group of the guest's keeps its own node out. */
    @Test
    void shouldLetTheHostReachAGuestByItsLinkLocalAddress() {
        node.groups(A, 1);
        final FlowDecision decision = decide(node.from(TestNode.HOST, "192.0.2.10", "169.254.0.3", 40_000, 8080));

        assertThat(decision.policy().rule()).isEqualTo(RuleRef.LINK_LOCAL);
        final int both = FlowState.SNAT | FlowState.DNAT | FlowState.LINK_LOCAL;
        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE | both);
        assertThat(decision.forward().destinationVrf()).isEqualTo(VRF);
        assertThat(decision.reverse().key())
                .isEqualTo(new FlowKey(
                        100 + A,
                        IpAddress.of("10.1.0.3"),
                        IpAddress.of("169.254.169.254"),
                        Protocols.TCP,
                        8080,
                        40_000));
        assertThat(decision.reverse().flags()).isEqualTo(FlowState.ACTIVE | both);
        assertThat(decision.reverse().vrf()).isEqualTo(VRF);
        assertThat(decision.reverse().destinationVrf()).isEqualTo(TestNode.FABRIC_VRF);
        assertThat(decision.reverse().sourceNexthop()).isEqualTo(1_000 + A);
    }

    @Test
    void shouldAlwaysAnswerEchoesToTheGateway() {
        node.groups(A, 1);
        node.put(
                VRF,
                new FlowRoute(
                        net.vireo.agent.policy.IpPrefix.of("10.1.0.1"),
                        9,
                        FlowRoute.Kind.NODE,
                        FlowRoute.NONE,
                        List.of(),
                        Set.of(NET),
                        Set.of()));
        node.services(A, "10.1.0.1");

        assertThat(decide(node.from(A, "10.1.0.3", "10.1.0.1", Protocols.ICMP, 1, 0))
                        .policy()
                        .rule())
                .isEqualTo(RuleRef.GATEWAY_SERVICE);
        assertThat(decide(node.from(A, "10.1.0.3", "10.1.0.1", 1, 22)).reason())
                .isEqualTo(FlowDropReason.SECURITY_GROUP);
    }
}
