// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.vrouter.flow.FatFlowRules;
import net.vireo.vrouter.flow.FatFlowRulesBuilder;
import org.junit.jupiter.api.Test;

class FatFlowTest {
    private static final int UDP = 17;
    private static final int ICMP = 1;

    private static FatFlowRules rules(final FatFlow... rules) {
        final FatFlowRulesBuilder builder = new FatFlowRulesBuilder();
        for (final FatFlow rule : rules) {
            assertThat(builder.add(rule.rule())).isTrue();
        }
        return builder.build();
    }

    /** Bits as the sheet has them (vrouter-dataplane 1.7). */
    @Test
    void shouldWriteTheRuleAsTheControlSocketHasIt() {
        assertThat(new FatFlow(UDP, 53, FatFlow.Ignore.NONE).rule()).isEqualTo(0x0311_0035);
        assertThat(new FatFlow(UDP, 53, FatFlow.Ignore.SOURCE).rule()).isEqualTo(0x0111_0035);
        assertThat(new FatFlow(ICMP, 0, FatFlow.Ignore.DESTINATION).rule()).isEqualTo(0x0200_0001);
    }

    @Test
    void shouldLeaveOutWhatItSays() {
        final FatFlowRules rules = rules(
                new FatFlow(UDP, 53, FatFlow.Ignore.NONE), new FatFlow(ICMP, 0, FatFlow.Ignore.DESTINATION));

        assertThat(rules.ignored(UDP, 40_000, 53, false)).isEqualTo(FatFlowRules.SOURCE_PORT);
        assertThat(rules.ignored(UDP, 53, 40_000, true)).isEqualTo(FatFlowRules.DESTINATION_PORT);
        assertThat(rules.ignored(ICMP, 9, 0, false)).isEqualTo(FatFlowRules.DESTINATION_ADDRESS);
    }

    @Test
    void shouldMakeEqualRulesOfEqualSettings() {
        final FatFlow dns = new FatFlow(UDP, 53, FatFlow.Ignore.SOURCE);

        assertThat(rules(dns)).isEqualTo(rules(dns)).hasSameHashCodeAs(rules(dns));
        assertThat(rules(dns)).isNotEqualTo(rules(new FatFlow(UDP, 53, FatFlow.Ignore.NONE)));
    }
}
