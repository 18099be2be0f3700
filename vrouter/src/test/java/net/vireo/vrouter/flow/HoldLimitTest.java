// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HoldLimitTest {
    private final HoldLimit hold = new HoldLimit(2);

    @Test
    void shouldAdmitUpToItsLimitOverAllLcores() {
        hold.limit(4);
        for (int i = 0; i < 4; i++) {
            assertThat(hold.admit()).isTrue();
            hold.made(i % 2);
        }
        assertThat(hold.admit()).isFalse();
        assertThat(hold.waitingCount()).isEqualTo(4);
        hold.judged(1);
        assertThat(hold.admit()).isTrue();
        assertThat(hold.madeCount(0)).isEqualTo(2);
    }

    @Test
    void shouldAdmitABurstOverTheLimitAndRefillInSteps() {
        hold.limit(1);
        hold.burst(3, 100, 2, 0);
        hold.made(0);
        for (int i = 0; i < 3; i++) {
            assertThat(hold.admit()).isTrue();
        }
        assertThat(hold.admit()).isFalse();
        hold.tick(99);
        assertThat(hold.tokenCount()).isZero();
        hold.tick(100);
        assertThat(hold.tokenCount()).isEqualTo(2);
        hold.tick(150);
        assertThat(hold.tokenCount()).isEqualTo(2);
        hold.tick(200);
        assertThat(hold.tokenCount()).isEqualTo(3);
        assertThat(hold.admit()).isTrue();
    }

    @Test
    void shouldHaveNoLimitWhenToldSo() {
        hold.limit(0);
        for (int i = 0; i < 5000; i++) {
            assertThat(hold.admit()).isTrue();
            hold.made(0);
        }
    }
}
