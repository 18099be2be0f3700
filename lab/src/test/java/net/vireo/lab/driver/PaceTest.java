// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MS = 1_000_000;

    @Test
    void shouldKeepARateOnAverageWhateverTheStepsOfTime() {
        final Pace pace = new Pace(1000, 4, 0);
        int bursts = 0;
        for (long nowNs = 0; nowNs < 1000 * MS; nowNs += 700_000) {
            while (pace.isDue(nowNs)) {
                bursts++;
            }
        }
        assertThat(bursts).isEqualTo(250);
    }

    @Test
    void shouldNotMakeUpForALongAbsence() {
        final Pace pace = new Pace(1000, 1, 0);
        int bursts = 0;
        while (pace.isDue(60_000 * MS)) {
            bursts++;
        }
        assertThat(bursts).isBetween(1, 6);
        assertThat(pace.waitNs(60_000 * MS)).isBetween(1L, MS);
    }

    @Test
    void shouldSayHowLongUntilTheNext() {
        final Pace pace = new Pace(1000, 2, 5 * MS);
        assertThat(pace.isDue(4 * MS)).isFalse();
        assertThat(pace.waitNs(4 * MS)).isEqualTo(MS);
        assertThat(pace.isDue(5 * MS)).isTrue();
        assertThat(pace.waitNs(5 * MS)).isEqualTo(2 * MS);
    }
}
