// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.vireo.cli.Run;
import net.vireo.cli.StandInRouter;
import net.vireo.port.HandoverCounts;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandTest {
    @TempDir
    private Path directory;

    private StandInRouter router;

    @BeforeEach
    void start() {
        router = new StandInRouter(directory);
        router.lcore(0).received(3, 10, 1000);
        router.lcore(0).add(LcoreCounter.BORN_ARP_REPLY, 2);
        router.lcore(0).add(LcoreCounter.CONSUMED_ARP_REQUEST, 2);
        router.lcore(0).transmitted(0, 7, 900);
        router.lcore(0).drop(3, DropReason.TTL_EXCEEDED.position(), 3);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    private Run ledger(final String... options) {
        final String[] arguments = new String[3 + options.length];
        arguments[0] = "ledger";
        arguments[1] = "--sock-dir";
        arguments[2] = directory.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Run.of(arguments);
    }

    @Test
    void shouldPrintBothSidesForEachLcoreAndTheSum() {
        final Run run = ledger();

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("""
                                     in       births          out         held     consumed        drops  unaccounted
                lcore 10             10            2            7            0            2            3            0
                lcore 11              0            0            0            0            0            0            0
                sum                  10            2            7            0            2            3            0
                """);
        assertThat(run.out())
                .contains("ARP replies made                        2\n", "dropped: TTL Exceeded                   3\n");
        assertThat(run.out()).endsWith("\nbalanced\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void shouldFailWithExitCode1WhenAPacketIsMissing() {
        router.lcore(1).received(3, 4, 400);

        final Run run = ledger();

        assertThat(run.out()).contains("NOT balanced: 4 packets unaccounted\n", "  lcore 11 packets: 4 missing\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void shouldFailWhenPacketsAreCountedForNoVif() {
        router.lcore(1).add(LcoreCounter.RECEIVED, 4);
        router.lcore(1).add(LcoreCounter.TRANSMITTED, 4);

        final Run run = ledger();

        assertThat(run.out()).contains("NOT balanced: no packet is missing, but counters disagree\n");
        assertThat(run.out()).contains("  lcore 11 received by vif: 4 missing\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void shouldFailWhenAPacketVanishesBetweenTwoLcores() {
        router.counters().handovers(new HandoverCounts(20, 17, 2, 1));
        assertThat(ledger().out())
                .contains(
                        "between lcores: polled 20; delivered 17; lost, ring full 2; in rings 1; in rings to be sent 0\n")
                .endsWith("\nbalanced\n");

        router.counters().handovers(new HandoverCounts(20, 16, 2, 1));
        final Run run = ledger();
        assertThat(run.out())
                .contains("NOT balanced: 1 packets unaccounted\n", "  handed over between lcores: 1 missing\n");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(ledger("-o", "json").out()).contains("\"ring_full\" : 2", "\"unaccounted\" : 1");
    }

    @Test
    void shouldGiveTheSameAsJson() {
        final Run run = ledger("-o", "json");

        assertThat(run.out())
                .contains("\"balanced\" : true", "\"name\" : \"lcore 10\"", "\"drops\" : 3", "\"broken\" : [ ]");
    }
}
