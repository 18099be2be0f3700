// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.vireo.port.balance.LoadBalance;
import net.vireo.port.pool.PacketPool;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.DropLogFile;
import net.vireo.vrouter.counter.NodeCounter;
import net.vireo.vrouter.counter.PoolCounter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Page 66: a whole data plane whose knobs are turned, and what it then does. */
@Tag("system")
@Timeout(60)
class KnobsSystemTest {
    private static final int FLOOD = 60_000;
    private static final RingSizes SHORT_RINGS = new RingSizes(64, 128, 256, 512);

    @TempDir
    private Path directory;

    private VrouterConfig config() {
        return VrouterConfig.of("compute1", directory.resolve("node"));
    }

    private CounterFile counters() throws IOException {
        return CounterFile.open(directory.resolve("node").resolve(Vrouter.COUNTERS_NAME));
    }

    private static Map<String, String> knobs(final GuestPair pair) {
        return Arrays.stream(pair.client()
                        .request(new VireoNode().op(SandeshOp.GET))
                        .first(VireoNode.class)
                        .value(VireoNode.KNOBS)
                        .split("\n"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(' ')), line -> line.substring(line.indexOf(' ') + 1)));
    }

    @Test
    void shouldRunWithWhatItWasToldAndSaySo() throws IOException {
        final VrouterConfig config = config().withTuning(new Tuning(7, true, 33, true))
                .withPool(new PacketPool.Sizes(4000, 100), false)
                .withDevices(DeviceOptions.DEFAULT.withRings(SHORT_RINGS));
        try (GuestPair pair = GuestPair.start(config, 1)) {
            assertThat(knobs(pair))
                    .containsEntry("burst", "7")
                    .containsEntry("yield", "1")
                    .containsEntry("drop-log", "33")
                    .containsEntry("small-buffers", "4000")
                    .containsEntry("large-buffers", "100")
                    .containsEntry("lcore-rx-ring", "64")
                    .containsEntry("lcore-tx-ring", "128")
                    .containsEntry("rx-descriptors", "256")
                    .containsEntry("tx-descriptors", "512");
            pair.awaitLedger();
            assertThat(counters().snapshot().pool(PoolCounter.SIZE)).isEqualTo(4100);
            assertThat(DropLogFile.open(directory.resolve("node").resolve("droplog"))
                            .entries())
                    .isEqualTo(33);
        }
    }

    /** No node is ever given more than a burst at once; and with longer ones, more, how much more being the lcore's speed. */
    @Test
    void shouldTakeNoMoreThanABurstFromAQueueAtOnce() throws IOException {
        assertThat(packetsPerCall(1)).isEqualTo(1);
        assertThat(packetsPerCall(4)).isGreaterThan(1).isLessThanOrEqualTo(4);
        assertThat(packetsPerCall(32)).isGreaterThan(1);
    }

    private double packetsPerCall(final int burst) throws IOException {
        final VrouterConfig config =
                config().withTuning(new Tuning(burst, false, 200, false)).withDevices(balancing(LoadBalance.NONE));
        try (GuestPair pair = GuestPair.start(config, 1)) {
            pair.flood(FLOOD);
            pair.awaitLedger();
            final CounterFile counters = counters();
            final int node = counters.nodeNames().indexOf("vif-input");
            long calls = 0;
            long packets = 0;
            for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
                calls += counters.node(lcore, node, NodeCounter.CALLS);
                packets += counters.node(lcore, node, NodeCounter.PACKETS);
            }
            return (double) packets / calls;
        }
    }

    /** A ring of 64 holds no more, whoever is slow: what it loses is its own counter. */
    @Test
    void shouldLoseMoreInShorterRingsBetweenLcores() throws IOException {
        final DeviceOptions options = balancing(LoadBalance.CONTRAIL);
        try (GuestPair pair = GuestPair.start(config().withDevices(options.withRings(SHORT_RINGS)), 1)) {
            pair.flood(FLOOD);
            GuestPair.await(() -> errors(pair) > 0 || pair.flood(FLOOD) < 0);
            assertThat(errors(pair)).isPositive();
            pair.awaitLedger();
        }
        try (GuestPair pair =
                GuestPair.start(config().withDevices(options.withRings(new RingSizes(65536, 1024, 2048, 1024))), 1)) {
            pair.flood(FLOOD);
            pair.awaitLedger();
            assertThat(errors(pair)).as("a ring that holds the whole flood").isZero();
        }
    }

    private static long errors(final GuestPair pair) {
        return pair.vif(GuestPair.LEFT, GuestPair.ALL_CORES).value(VrInterface.QUEUE_IERRORS);
    }

    private static DeviceOptions balancing(final LoadBalance mode) {
        return new DeviceOptions(false, Optional.empty(), DeviceOptions.Offloading.GUESTS, Optional.empty(), mode);
    }

    @Test
    void shouldKnowWhatTheDefaultsAre() throws IOException {
        try (GuestPair pair = GuestPair.start(config(), 1)) {
            assertThat(knobs(pair))
                    .containsEntry("burst", "32")
                    .containsEntry("yield", "0")
                    .containsEntry("lcore-rx-ring", "1024")
                    .containsEntry("host-queues", "1")
                    .containsEntry("poll", "adaptive");
            assertThat(List.copyOf(knobs(pair).keySet())).doesNotContain("");
        }
    }
}
