// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.agent.policy.PolicySet;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowState;
import org.junit.jupiter.api.BeforeEach;

/** A node with two guests of one network here and one elsewhere, and flows that are decided about there. */
abstract class FlowSetupFixture {
    static final int A = 3;
    static final int B = 4;
    static final int VRF = 2;
    static final String NET = "front";

    final TestNode node = new TestNode();

    @BeforeEach
    void twoGuestsAndOneElsewhere() {
        node.guest(A, VRF, NET, "10.1.0.3");
        node.guest(B, VRF, NET, "10.1.0.4");
        node.remote(VRF, "10.1.0.9", 77, NET);
    }

    final FlowDecision decide(final FlowMiss miss) {
        return decide(miss, PolicySet.none());
    }

    final FlowDecision decide(final FlowMiss miss, final PolicySet policies) {
        return new FlowSetup(node, policies, node).decide(miss);
    }

    final FlowDropReason refusal(final FlowMiss miss) {
        final FlowDecision decision = decide(miss);
        assertThat(decision.passes()).isFalse();
        assertThat(decision.reverse()).isNull();
        assertThat(decision.forward().action()).isEqualTo(FlowState.DROP);
        assertThat(decision.forward().dropReason()).isEqualTo(decision.reason());
        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE);
        return decision.reason();
    }

    final void reachableAsPublic(final FloatingIp floating) {
        node.with(A, List.of(floating));
        node.local(9, "203.0.113.7", A, "public");
        node.remote(9, "0.0.0.0/0", 88, "public");
    }
}
