// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import net.vireo.cli.Run;
import net.vireo.linux.Threads;
import net.vireo.port.balance.LoadBalance;
import net.vireo.port.pool.PacketPool;
import net.vireo.vrouter.DeviceOptions;
import net.vireo.vrouter.VrouterConfig;
import net.vireo.vrouter.lcore.PollMode;
import net.vireo.vrouter.lcore.QueuePolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each fault in a whole data plane: it is found, mended as the finding says, and found no more. */
@Tag("system")
@Timeout(120)
class DoctorSystemTest {
    private static final int MOST_LOOKS = 10;
    private static final long PAUSE_NS = 200_000;

    @TempDir
    private Path directory;

    private VrouterConfig config() {
        return VrouterConfig.of("compute1", directory.resolve("node"));
    }

    private VrouterConfig balanced(final LoadBalance mode) {
        return config().withDevices(new DeviceOptions(
                false, Optional.empty(), DeviceOptions.Offloading.GUESTS, Optional.empty(), mode));
    }

    /** The lcores may have no time for the question: the machine has other users. */
    private Run ledger() {
        Run run = null;
        for (int i = 0; i < MOST_LOOKS && (run == null || run.out().isEmpty()); i++) {
            run = Run.of("ledger", "--sock-dir", directory.resolve("node").toString());
        }
        return run;
    }

    private static void exchange(final GuestPair guests) {
        guests.exchange(16);
        LockSupport.parkNanos(PAUSE_NS);
    }

    private static void assertHealthy(final Run run) {
        assertThat(run.out()).contains(": nothing found");
        assertThat(run.exitCode()).as(run.out()).isZero();
    }

    @Test
    void shouldFindNothingWhileHealthyGuestsTalkOrAreIdle() throws Exception {
        try (GuestPair guests = new GuestPair(directory, config(), 2)) {
            assertHealthy(guests.doctor(() -> exchange(guests)));
            guests.takeAll();
            assertHealthy(guests.doctor(() -> LockSupport.parkNanos(PAUSE_NS)));
        }
    }

    @Test
    void shouldFindTheTwoCoreAnomalyAndNothingWithOurOwnBalancing() throws Exception {
        try (GuestPair guests = new GuestPair(directory, balanced(LoadBalance.CONTRAIL), 1)) {
            final Run run = guests.doctor(() -> exchange(guests));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .contains("warning: two-core-anomaly", "lcore 10 polls and lcore 11 does all the work")
                    .contains("lcore 11 processed 100 % of", "lcore 10 polled 100 % of them")
                    .contains("--load-balance auto");
            final Run ledger = ledger();
            assertThat(ledger.out()).contains("between lcores: polled ").endsWith("\nbalanced\n");
            assertThat(ledger.exitCode()).isZero();
        }
        try (GuestPair guests = new GuestPair(directory, balanced(LoadBalance.AUTO), 1)) {
            assertHealthy(guests.doctor(() -> exchange(guests)));
        }
    }

    @Test
    void shouldFindQueuesThatNobodyPollsAndOnlyNoteThemWhenTheyAreShared() throws Exception {
        try (GuestPair guests = new GuestPair(directory, config().withDevices(queues(QueuePolicy.CONTRAIL)), 4)) {
            final Run run = guests.doctor(() -> exchange(guests));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .contains("severe: guest-queues", "vif0/3 (left): its guest sends on 4 queues, there are 2 lcores")
                    .contains("nobody polls queues 2, 3", "2 of 4 queues are not polled", "--queue-policy all");
        }
        try (GuestPair guests = new GuestPair(directory, config().withDevices(queues(QueuePolicy.ALL)), 4)) {
            assertHealthy(guests.doctor(() -> exchange(guests)));
        }
    }

    private static DeviceOptions queues(final QueuePolicy policy) {
        return new DeviceOptions(
                        false, Optional.empty(), DeviceOptions.Offloading.GUESTS, Optional.empty(), LoadBalance.AUTO)
                .withQueuePolicy(policy);
    }

    /** The guest takes 40 packets by each of its queues in the time in which it is sent 64. */
    @Test
    void shouldFindLcoresThatFillAGuestsOnlyQueueAndNothingWithAQueueForEach() throws Exception {
        try (GuestPair guests = new GuestPair(directory, balanced(LoadBalance.NONE), 2, 1)) {
            final Run run = guests.doctor(() -> sendMoreThanOneQueueTakes(guests));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .contains("severe: single-queue-guest", "vif0/4 (right): its guest has one queue", "lcores 10, 11")
                    .contains("found the ring full");
        }
        try (GuestPair guests = new GuestPair(directory, balanced(LoadBalance.NONE), 2, 2)) {
            assertHealthy(guests.doctor(() -> sendMoreThanOneQueueTakes(guests)));
        }
    }

    private static void sendMoreThanOneQueueTakes(final GuestPair guests) {
        guests.send(0, 32);
        guests.send(1, 32);
        LockSupport.parkNanos(2 * PAUSE_NS);
        guests.take(40);
    }

    @Test
    void shouldFindHugepagesThatAreMissingAndNothingWithoutThem() throws Exception {
        final PacketPool.Sizes more = new PacketPool.Sizes(8192, 512);
        try (PacketPool probe = PacketPool.create(more, true)) {
            assumeThat(probe.hugepages()).as("this machine has hugepages").isFalse();
        }
        try (GuestPair guests = new GuestPair(directory, config().withPool(more, true), 1)) {
            final Run run = guests.doctor(() -> exchange(guests));
            assertThat(run.out())
                    .contains("warning: hugepages", "packet buffers take 53 MB", "sysctl -w vm.nr_hugepages=");
            assertThat(run.exitCode()).isEqualTo(1);
        }
        try (GuestPair guests = new GuestPair(directory, config().withPool(more, false), 1)) {
            assertHealthy(guests.doctor(() -> exchange(guests)));
        }
    }

    @Test
    void shouldFindDropsByTheirReasonAndNothingOnceThereIsARoute() throws Exception {
        final int elsewhere = GuestPair.RIGHT_ADDRESS + 5;
        try (GuestPair guests = new GuestPair(directory, config(), 1)) {
            guests.sendTo(elsewhere);
            final Run run = guests.doctor(() -> exchange(guests));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .contains("severe: drops", "packets dropped for it while", "packets a second are lost");

            guests.route(elsewhere);
            assertHealthy(guests.doctor(() -> exchange(guests)));
        }
    }

    @Test
    void shouldFindAGuestThatSleepsUnderLcoresThatPollAndNothingWhenItPollsToo() throws Exception {
        final VrouterConfig busy = config().withLcores(1).withPollMode(PollMode.BUSY);
        try (GuestPair guests = new GuestPair(directory, busy, 1)) {
            Run run;
            int looks = 0;
            do { // the machine may have too little time for enough packets
                run = guests.doctor(() -> {
                    guests.rest();
                    guests.passOne();
                });
            } while (!run.out().contains("kernel-guest") && ++looks < MOST_LOOKS);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("warning: kernel-guest", "vif0/4 (right)", " notifications for ");

            guests.takeAll();
            assertThat(guests.doctor(() -> exchange(guests)).out()).doesNotContain("kernel-guest");
        }
    }

    @Test
    void shouldFindAnLcoreWhoseCpuOthersUse() throws Exception {
        final int cpu = Threads.allowedCpus()[0];
        final VrouterConfig pinned = config().withCpus(List.of(cpu)).withPollMode(PollMode.BUSY);
        try (GuestPair guests = new GuestPair(directory, pinned, 1)) {
            final Thread other = Thread.ofPlatform().daemon().start(() -> {
                Threads.pin(cpu);
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
            });
            final Run run = guests.doctor(() -> LockSupport.parkNanos(PAUSE_NS));
            other.interrupt();
            other.join();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .contains(": starved-lcore", "lcore 10 shares CPU " + cpu + " with others", "vireo plan cpus");
            // The machine has other users: its CPU is its own again some time.
            Run after = run;
            for (int i = 0; i < MOST_LOOKS && after.out().contains("starved-lcore"); i++) {
                after = guests.doctor(() -> LockSupport.parkNanos(PAUSE_NS));
            }
            assertHealthy(after);
        }
    }
}
