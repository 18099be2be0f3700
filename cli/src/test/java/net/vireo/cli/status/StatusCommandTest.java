// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.vireo.cli.Run;
import net.vireo.cli.StandInRouter;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
    @TempDir
    private Path directory;

    private Run status(final String... more) {
        final String[] arguments = new String[5 + more.length];
        System.arraycopy(
                new String[] {"status", "--interval", "0.01", "--sock-dir", directory.toString()}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return Run.of(arguments);
    }

    @Test
    void shouldShowANodeThatDoesWell() {
        try (StandInRouter router = new StandInRouter(directory)) {
            assertThat(router.counters()).isNotNull();

            final Run run = status();

            assertThat(run.err()).isEmpty();
            assertThat(run.out())
                    .startsWith(directory + "  up ")
                    .contains("version 0.1.0  0 vifs\n", "lcore 10    0 % busy", "lcore 11 ")
                    .contains("ledger    balanced\n", "drops     none\n")
                    .doesNotContain("warning");
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void shouldFailAndWarnWhenPacketsAreMissing() {
        try (StandInRouter router = new StandInRouter(directory)) {
            router.lcore(1).add(LcoreCounter.RECEIVED, 5);
            router.lcore(1).drop(0, DropReason.TTL_EXCEEDED.position(), 2);

            final Run run = status();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .contains("ledger    NOT BALANCED\n", "TTL Exceeded                  2\n")
                    .contains("warning   the ledger does not balance: lcore 11 packets (3); see 'vireo ledger'");
        }
    }

    @Test
    void shouldTellThatANodeIsDown() {
        final Run run = status();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith(directory + "  DOWN\n").contains("warning   it does not answer");
    }

    @Test
    void shouldGiveItAsData() {
        try (StandInRouter router = new StandInRouter(directory)) {
            assertThat(router.counters()).isNotNull();
            assertThat(status("-o", "json").out())
                    .contains("\"up\" : true", "\"balanced\" : true", "\"lcore\" : 10", "\"dropsPerSecond\" : { }");
        }
    }
}
