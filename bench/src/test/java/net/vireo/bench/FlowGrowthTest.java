// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * A hundred times the rules are not a hundred times the work. The logarithm doubles; the larger table is out of the cache, and
 * the machine is shared: the best of several tries may take sixteen times the processor's time, which a walk over the rules,
 * with a hundred times, would never do.
 */
class FlowGrowthTest {
    private static final int TRIES = 5;
    private static final double MOST = 16;

    private static double best(final int rules) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            best = Math.min(best, FlowsMain.decision(FlowRules.table(rules)));
        }
        return best;
    }

    @Test
    void shouldGrowNoFasterThanTheLogarithmOfTheRules() {
        final double few = best(100);
        final double many = best(10_000);
        System.out.printf("a decision: %.0f ns by 100 rules, %.0f ns by 10,000%n", few, many);
        assertThat(many).isLessThan(MOST * few);
    }
}
