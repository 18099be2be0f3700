// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.Protocols;
import net.vireo.vrouter.flow.FatFlowRules;
import net.vireo.vrouter.flow.FatFlowRulesBuilder;
import net.vireo.vrouter.flow.FlowDropReason;
import org.junit.jupiter.api.Test;

/** Connections that share a flow. */
class FatFlowsTest extends FlowSetupFixture {
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
}
