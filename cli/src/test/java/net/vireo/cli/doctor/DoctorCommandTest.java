// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import net.vireo.cli.Run;
import net.vireo.cli.StandInRouter;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    private Path directory;

    private Run doctor(final String... more) {
        final String[] arguments = new String[5 + more.length];
        System.arraycopy(
                new String[] {"doctor", "--seconds", "0.2", "--sock-dir", directory.toString()}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return Run.of(arguments);
    }

    @Test
    void shouldFindNothingInAnIdleNode() {
        try (StandInRouter router = new StandInRouter(directory)) {
            assertThat(router.counters()).isNotNull();

            final Run run = doctor();

            assertThat(run.err()).isEmpty();
            assertThat(run.out())
                    .startsWith(directory + ": nothing found  (13 checks over 0.")
                    .endsWith(" 0 packets)\n");
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void shouldFindPacketsThatAreMissingWithCauseNumberCostAndFix() {
        try (StandInRouter router = new StandInRouter(directory)) {
            router.lcore(1).add(LcoreCounter.RECEIVED, 5);

            final Run run = doctor();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .contains(": 1 finding  (", "\nsevere: ledger\n")
                    .contains("  cause     the ledger does not balance: lcore 11 packets", "\n  measured  off by 5\n")
                    .contains("\n  costs     packets vanish", "\n  fix       vireo ledger;");
        }
    }

    @Test
    void shouldCountOnlyWhatHappensWhileItLooks() throws InterruptedException {
        try (StandInRouter router = new StandInRouter(directory)) {
            drop(router, 5000);
            assertThat(doctor().exitCode()).as("drops of before").isZero();

            final CountDownLatch looked = new CountDownLatch(1);
            final Thread traffic = Thread.ofPlatform().start(() -> {
                while (looked.getCount() > 0) {
                    drop(router, 10);
                    Thread.onSpinWait();
                }
            });
            final Run run = doctor("-o", "json");
            looked.countDown();
            traffic.join();

            assertThat(run.out())
                    .contains("\"healthy\" : false", "\"check\" : \"drops\"", "\"severity\" : \"severe\"")
                    .contains("\"cause\" : \"TTL Exceeded: Its time to live ran out\"", "\"seconds\" : 0.");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    private static void drop(final StandInRouter router, final int packets) {
        router.lcore(0).received(3, packets, 60L * packets);
        router.lcore(0).drop(3, DropReason.TTL_EXCEEDED.position(), packets);
    }

    @Test
    void shouldEndWithExitCode2WhenItCouldNotLook() {
        final Run run = doctor();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("no vRouter is listening on " + directory);
        assertThat(Run.of("doctor", "--seconds", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void shouldExplainWhatItLooksFor() {
        final Run run = Run.of("doctor", "--list");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("two-core-anomaly\n  fault     With Contrail's load balancing", "single-queue-guest\n")
                .contains("  found     A vhost-user guest with one queue, at least two lcores");
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(110));
        assertThat(Run.of("doctor", "--list", "-o", "json").out()).contains("\"check\" : \"gre-entropy\"");
    }
}
