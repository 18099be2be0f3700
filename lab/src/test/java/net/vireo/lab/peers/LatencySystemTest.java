// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.vireo.lab.host.Launcher;
import net.vireo.linux.Threads;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Times of frames through a real data plane, between two guests in this process. */
@Tag("system")
@Tag("guests")
@Timeout(300)
class LatencySystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldTimeFramesFromGuestToGuest() throws InterruptedException {
        final int[] cpus = Threads.allowedCpus();
        final int guests = cpus[cpus.length - 1];
        final Launcher launcher =
                new Launcher(List.of(System.getProperty(Launcher.PROPERTY, System.getenv("VIREO_LAUNCHER"))));
        try (CoreProbe probe = new CoreProbe(cpus[0], guests);
                PeerSwitch vireo = new VireoSwitch(directory, launcher, cpus[0])) {
            vireo.start();
            final Map<String, Samples> measured = new LatencyLoad(64, guests, probe).run(vireo, 500, 1);

            assertThat(measured.keySet()).containsExactly("p50", "p99", "p99.9", "max", "kpps", "lost ppm");
            final List<Double> p50 = measured.get("p50").values();
            assertThat(p50).isNotEmpty();
            for (int i = 0; i < p50.size(); i++) {
                // No frame crosses two rings and two cores in no time; and quantiles are in their order.
                assertThat(p50.get(i)).isGreaterThan(0.2);
                assertThat(measured.get("p99").values().get(i)).isGreaterThanOrEqualTo(p50.get(i));
                assertThat(measured.get("p99.9").values().get(i))
                        .isGreaterThanOrEqualTo(measured.get("p99").values().get(i));
                assertThat(measured.get("max").values().get(i))
                        .isGreaterThanOrEqualTo(measured.get("p99.9").values().get(i));
            }
            assertThat(measured.get("kpps").values()).allMatch(rate -> rate > 0);
        }
    }
}
