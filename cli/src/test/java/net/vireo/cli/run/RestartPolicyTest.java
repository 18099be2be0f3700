// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private final RestartPolicy policy = new RestartPolicy();

    @Test
    void shouldStartAgainAtOnceThenALittleLaterEachTime() {
        assertThat(policy.died(1000)).isZero();
        assertThat(policy.died(1100)).isEqualTo(100);
        assertThat(policy.died(1300)).isEqualTo(200);
        assertThat(policy.died(1600)).isEqualTo(400);
    }

    @Test
    void shouldGiveUpAtTheFifthDeathInTenSeconds() {
        for (int death = 0; death < 4; death++) {
            assertThat(policy.died(death * 2499L)).isNotEqualTo(RestartPolicy.GIVE_UP);
        }
        assertThat(policy.died(9999)).isEqualTo(RestartPolicy.GIVE_UP);
    }

    @Test
    void shouldForgetDeathsOfLongAgo() {
        for (int death = 0; death < 100; death++) {
            assertThat(policy.died(death * 2500L)).isNotEqualTo(RestartPolicy.GIVE_UP);
        }
        assertThat(policy.died(1_000_000)).isZero();
    }
}
