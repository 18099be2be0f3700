// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.lab.host.Commands.Done;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {
    private static Outcome outcome(final int exitCode, final String balanced, final int unaccounted) {
        return LedgerCheck.outcome(new Done(
                exitCode,
                "{\"node\": \"compute1\", \"balanced\": " + balanced + ", \"unaccounted\": " + unaccounted
                        + ", \"sum\": {\"in\": 1700, \"births\": 5, \"out\": 1600, \"drops\": 105}}"));
    }

    @Test
    void shouldPassWhenBalanced() {
        assertThat(outcome(0, "true", 0).passed()).isTrue();
        assertThat(outcome(0, "true", 0).measured()).isEqualTo("1700 in, 1600 out, 105 dropped");
    }

    @Test
    void shouldFailWhenAPacketIsUnaccountedForOrTheToolSaysNo() {
        assertThat(outcome(0, "true", 1).passed()).isFalse();
        assertThat(outcome(0, "false", 0).passed()).isFalse();
        assertThat(outcome(1, "true", 0).passed()).isFalse();
    }

    @Test
    void shouldFailWithoutAnAnswer() {
        assertThat(LedgerCheck.outcome(new Done(1, "")).passed()).isFalse();
        assertThat(LedgerCheck.outcome(new Done(0, "{}")).passed()).isFalse();
        assertThat(LedgerCheck.outcome(new Done(-1, "balanced")).measured()).contains("exit code -1");
    }
}
