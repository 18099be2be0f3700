// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.vireo.agent.policy.PolicySet;
import org.junit.jupiter.api.Test;

/** Flows that may go several ways, and stay on theirs. */
class EcmpFlowsTest extends FlowSetupFixture {
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
}
