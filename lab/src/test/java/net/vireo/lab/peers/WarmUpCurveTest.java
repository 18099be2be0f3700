// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpCurveTest {
    @Test
    void shouldFindWhenItCameToNineTenthsOfItsEnd() {
        final List<Double> rates = new ArrayList<>(Collections.nCopies(20, 2.0));
        rates.addAll(Collections.nCopies(10, 5.0));
        rates.addAll(Collections.nCopies(70, 10.0));
        rates.set(3, 30.0); // luck
        rates.set(60, 0.1); // somebody else's turn
        final WarmUpCurve curve = new WarmUpCurve(rates, 20);

        assertThat(curve.last()).isEqualTo(10);
        assertThat(curve.reachedMs(0.9)).isEqualTo(28 * 20); // three of the five from there on are at the end
        assertThat(curve.reachedMs(0.5)).isEqualTo(18 * 20);
        assertThat(curve.percentUntil(60)).isCloseTo(20, within(0.001));
    }

    @Test
    void shouldBeThereAtOnceWhenItNeverRises() {
        assertThat(new WarmUpCurve(Collections.nCopies(20, 3.0), 10).reachedMs(0.9))
                .isZero();
    }

    @Test
    void shouldRefuseACurveWithoutAnEnd() {
        assertThatThrownBy(() -> new WarmUpCurve(Collections.nCopies(19, 3.0), 10))
                .hasMessage("19 steps are too few to have an end");
    }
}
