// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Threads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoreProbeTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(40);

    private volatile boolean spinning = true;

    @Test
    void shouldMeasureTwoCpusAlsoWhileBothAreBusy() throws InterruptedException {
        final int[] cpus = Threads.allowedCpus();
        assumeTrue(cpus.length > 1, "one CPU has no distance");
        final List<Thread> busy = new ArrayList<>();
        try (CoreProbe probe = new CoreProbe(cpus[0], cpus[1])) {
            for (final int cpu : new int[] {cpus[0], cpus[1]}) {
                busy.add(Thread.ofPlatform().daemon().start(() -> spin(cpu)));
            }
            // Where the CPUs have still more to do, its two threads do not always run at the same time.
            final long deadlineNs = System.nanoTime() + PATIENCE_NS;
            int known = 0;
            while (known < 5 && System.nanoTime() < deadlineNs) {
                final double roundTripNs = probe.roundTripNs();
                // No cache line crosses in less than ten nanoseconds; microseconds would be the scheduler's time.
                known += roundTripNs > 10 && roundTripNs < 5000 ? 1 : 0;
            }
            assertThat(known).isEqualTo(5);
        } finally {
            spinning = false;
        }
        for (final Thread thread : busy) {
            thread.join();
        }
    }

    @Test
    void shouldKeepALineWhoseValueNobodyWritesOnlySoLong() {
        final CacheLine line = new CacheLine();
        line.set(7);
        final long startNs = System.nanoTime();

        assertThat(line.await(7, 1)).isTrue();
        assertThat(line.await(8, TimeUnit.MILLISECONDS.toNanos(5))).isFalse();
        assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(5));
    }

    @Test
    void shouldRefuseACpuThatIsNotThere() {
        assertThatThrownBy(() -> new CoreProbe(0, 1023)).isInstanceOf(LinuxException.class);
    }

    private void spin(final int cpu) {
        Threads.pin(cpu);
        while (spinning) {
            Thread.onSpinWait();
        }
    }
}
