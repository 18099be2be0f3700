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
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.verdict.VerdictMatch;
import org.junit.jupiter.api.Test;

/** What policies and groups say of a flow, what is always allowed, and questions that leave no trace. */
class FlowPolicyTest extends FlowSetupFixture {
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
}
