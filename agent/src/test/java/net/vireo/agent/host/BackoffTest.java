// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long MS_NS = 1_000_000;

    @Test
    void shouldWaitLongerEachTimeUpToASecondUntilItWorks() {
        final Backoff backoff = new Backoff();
        assertThat(backoff.next()).isEqualTo(10 * MS_NS);
        assertThat(backoff.next()).isEqualTo(20 * MS_NS);
        for (int i = 0; i < 20; i++) {
            backoff.next();
        }
        assertThat(backoff.next()).isEqualTo(1000 * MS_NS);
        backoff.worked();
        assertThat(backoff.next()).isEqualTo(10 * MS_NS);
    }
}
