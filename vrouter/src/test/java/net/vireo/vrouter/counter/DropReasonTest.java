// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DropReasonTest {
    @Test
    void shouldCoverEveryCounterOfTheControlSocketOnce() {
        // vr_drop_stats_req: field 4 is discards, 5 a status byte, 6 to 58 the others.
        assertThat(DropReason.upstreamReasons().stream().map(DropReason::wireField))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(4, 58)
                        .filter(field -> field != 5)
                        .boxed()
                        .toList());
    }

    @Test
    void shouldAddOurOwnReasonsToAnUpstreamOne() {
        assertThat(Stream.of(DropReason.values()).filter(reason -> !reason.isUpstream()))
                .isNotEmpty()
                .allSatisfy(reason -> {
                    assertThat(reason.upstream().isUpstream()).isTrue();
                    assertThat(reason.wireField()).isEqualTo(reason.upstream().wireField());
                });
    }

    @Test
    void shouldExplainEachReasonInASentence() {
        assertThat(DropReason.values()).allSatisfy(reason -> {
            assertThat(reason.sentence()).matches("[A-Z].*\\.").doesNotContain("\n");
            assertThat(reason.label()).isNotBlank();
        });
        assertThat(Stream.of(DropReason.values()).map(DropReason::label)).doesNotHaveDuplicates();
    }

    @Test
    void shouldPrintTheWordsThatOperatorsKnow() {
        assertThat(DropReason.INVALID_SOURCE.label()).isEqualTo("Invalid Source");
        assertThat(DropReason.NEW_FLOWS.label()).isEqualTo("New Flow Drops");
        assertThat(DropReason.MCAST_DF_BIT.label()).isEqualTo("Jumbo Mcast Pkt with DF Bit");
        assertThat(DropReason.FLOW_NAT_NO_RFLOW.wireField()).isEqualTo(14);
        assertThat(DropReason.CLONED_ORIGINAL.wireField()).isEqualTo(39);
    }
}
