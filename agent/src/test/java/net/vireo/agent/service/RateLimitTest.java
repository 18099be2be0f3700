// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final RateLimit limit = new RateLimit(10, 3);

    @Test
    void shouldLetABurstThroughAndThenTheRate() {
        assertThat(taken(1, 100, 5_000)).isEqualTo(3);
        assertThat(taken(1, 100, 5_000 + SECOND_NS / 10)).isEqualTo(1);
        assertThat(taken(1, 100, 5_000 + 2 * SECOND_NS)).isEqualTo(3);
    }

    @Test
    void shouldNotTakeFromOneGuestWhatAnotherUses() {
        assertThat(taken(1, 100, 0)).isEqualTo(3);
        assertThat(taken(2, 100, 0)).isEqualTo(3);
    }

    private int taken(final int vif, final int tries, final long nowNs) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += limit.allows(vif, nowNs) ? 1 : 0;
        }
        return taken;
    }
}
