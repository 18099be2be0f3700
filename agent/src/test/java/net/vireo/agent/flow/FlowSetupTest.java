// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.Protocols;
import net.vireo.sandesh.VrFlow;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowState;
import org.junit.jupiter.api.Test;

/** The entries of flows, and why some have none. */
class FlowSetupTest extends FlowSetupFixture {
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
}
