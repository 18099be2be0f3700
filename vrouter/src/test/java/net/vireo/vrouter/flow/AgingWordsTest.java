// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgingWordsTest {
    private static final int UDP = 17;
    private static final long PASSES = FlowState.of(FlowState.FORWARD, FlowState.ACTIVE, 0, 0);

    @Test
    void shouldChangeWhatIsNamedAndNothingElse() {
        final AgingPolicy policy = AgingWords.read("udp=30 17/53=5 47/0=9", AgingPolicy.DEFAULT);

        assertThat(policy.udpMs()).isEqualTo(30_000);
        assertThat(policy.tcpEstablishedMs()).isEqualTo(AgingPolicy.DEFAULT.tcpEstablishedMs());
        assertThat(policy.holdMs()).isEqualTo(AgingPolicy.DEFAULT.holdMs());
        assertThat(policy.services())
                .isEqualTo(List.of(new AgingPolicy.Service(UDP, 53, 5_000), new AgingPolicy.Service(47, 0, 9_000)));
        assertThat(AgingWords.read(AgingWords.text(policy), AgingPolicy.DEFAULT))
                .isEqualTo(policy);
        assertThat(AgingWords.read("", policy).services()).isEmpty();
    }

    @Test
    void shouldGiveAServiceItsTimeBothWays() {
        final AgingPolicy policy = AgingWords.read("17/53=5 47/0=9", AgingPolicy.DEFAULT);

        assertThat(policy.timeoutMs(UDP, 40_000, 53, PASSES)).isEqualTo(5_000);
        assertThat(policy.timeoutMs(UDP, 53, 40_000, PASSES)).isEqualTo(5_000);
        assertThat(policy.timeoutMs(UDP, 40_000, 54, PASSES)).isEqualTo(AgingPolicy.DEFAULT.udpMs());
        assertThat(policy.timeoutMs(6, 40_000, 53, PASSES)).isEqualTo(AgingPolicy.DEFAULT.tcpTransitoryMs());
        assertThat(policy.timeoutMs(47, 0, 0, PASSES)).isEqualTo(9_000);
    }

    @ParameterizedTest
    @CsvSource({"dns=5", "udp", "udp=0", "udp=1000001", "udp=x", "17/65536=5", "256/1=5", "17/=5"})
    void shouldSayWhichWordIsNone(final String words) {
        assertThatThrownBy(() -> AgingWords.read("tcp=60 " + words, AgingPolicy.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
