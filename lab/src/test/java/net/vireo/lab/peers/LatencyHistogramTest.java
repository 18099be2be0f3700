// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void shouldAgreeWithSortingToWithinItsPrecision() {
        final Random random = new Random(4711);
        final long[] values = new long[20_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) Math.exp(random.nextDouble() * 20); // a nanosecond to half a second
            histogram.add(values[i]);
        }
        Arrays.sort(values);

        for (final double share : new double[] {0.5, 0.99, 0.999}) {
            final long exact = values[(int) Math.ceil(values.length * share) - 1];
            assertThat((double) histogram.quantileNs(share)).isCloseTo((double) exact, within(exact * 0.016 + 1));
        }
        assertThat(histogram.maxNs()).isEqualTo(values[values.length - 1]);
        assertThat(histogram.quantileNs(1)).isEqualTo(histogram.maxNs());
    }

    @Test
    void shouldBeExactForShortOnesAndTakeAnyDuration() {
        for (int ns = 0; ns < 64; ns++) {
            histogram.add(ns);
        }
        assertThat(histogram.quantileNs(0.5)).isEqualTo(31);
        histogram.clear();
        assertThat(histogram.count()).isZero();
        assertThat(histogram.quantileNs(0.5)).isZero();

        histogram.add(Long.MAX_VALUE);
        histogram.add(-5); // a clock that went back
        assertThat(histogram.count()).isEqualTo(2);
        assertThat(histogram.quantileNs(0.5)).isZero();
        assertThat(histogram.quantileNs(1)).isEqualTo(Long.MAX_VALUE);
    }
}
