// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistanceTest {
    @ParameterizedTest
    @CsvSource({
        "45, 110, NEAR", // siblings, then two cores of one complex
        "520, 440, FAR",
        "110, 520, MIXED",
        "520, 110, MIXED",
        "NaN, NaN, MIXED",
        "110, NaN, MIXED"
    })
    void shouldBelieveASampleOnlyBetweenTwoProbesThatAgree(
            final double beforeNs, final double afterNs, final Distance distance) {
        assertThat(Distance.of(beforeNs, afterNs)).isEqualTo(distance);
    }

    @Test
    void shouldKeepWhatWasTakenAtEachDistance() {
        final Samples first = new Samples(List.of(1.0, 2.0), List.of(Distance.NEAR, Distance.FAR));
        final Samples both = first.and(new Samples(List.of(3.0), List.of(Distance.NEAR)));

        assertThat(both.at(Distance.NEAR)).containsExactly(1.0, 3.0);
        assertThat(both.at(Distance.FAR)).containsExactly(2.0);
        assertThat(Samples.untagged(List.of(5.0)).at(Distance.MIXED)).containsExactly(5.0);
        assertThatThrownBy(() -> new Samples(List.of(1.0), List.of())).hasMessage("1 values, 0 distances");
    }
}
