// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.Protocols;
import net.vireo.agent.policy.RuleRef;
import net.vireo.vrouter.flow.FlowState;
import org.junit.jupiter.api.Test;

/** Services of the host for guests, and guests for the host. */
class LinkLocalFlowsTest extends FlowSetupFixture {
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
}
