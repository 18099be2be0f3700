// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimersTest {
    private final Timers<String> timers = new Timers<>();

    @Test
    void shouldGiveKeysInTheOrderOfTheirTimes() {
        timers.set("b", 20);
        timers.set("a", 10);
        assertThat(timers.dueNs()).isEqualTo(10);
        assertThat(timers.poll(9)).isEmpty();
        assertThat(timers.poll(30)).contains("a");
        assertThat(timers.poll(30)).contains("b");
        assertThat(timers.poll(30)).isEmpty();
        assertThat(timers.dueNs()).isEqualTo(Timers.NEVER_NS);
    }

    @Test
    void shouldMoveATimeThatIsSetAgain() {
        timers.set("a", 10);
        timers.set("a", 30);
        assertThat(timers.dueNs()).isEqualTo(30);
        assertThat(timers.poll(20)).isEmpty();
        timers.set("a", 15);
        assertThat(timers.poll(20)).contains("a");
        assertThat(timers.has("a")).isFalse();
        assertThat(timers.poll(40)).isEmpty();
    }

    @Test
    void shouldForgetWhatIsCancelled() {
        timers.set("a", 10);
        timers.cancel("a");
        assertThat(timers.dueNs()).isEqualTo(Timers.NEVER_NS);
        assertThat(timers.poll(20)).isEmpty();
    }

    @Test
    void shouldSurviveAKeyThatIsMovedAMillionTimes() {
        for (int i = 0; i < 1_000_000; i++) {
            timers.set("a", i);
        }
        assertThat(timers.poll(1_000_000)).contains("a");
        assertThat(timers.poll(1_000_000)).isEmpty();
    }
}
