// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.vireo.port.balance.LoadBalance;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.lcore.PollMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pages 45 to 49: the same trace through whole data planes that process by different models. */
@Tag("system")
@Timeout(120)
class ProcessingModelsSystemTest {
    private static final int COUNT = 3000;
    private static final int QUEUES = 2;
    private static final int SOURCE_PORT_AT = 34;
    private static final int[] FORWARDING = {10, 11};

    @TempDir
    private Path directory;

    private VrouterConfig config(final String name, final LoadBalance mode, final int ioLcores) {
        return VrouterConfig.of(name, directory.resolve(name))
                .withDevices(new DeviceOptions(
                        false, Optional.empty(), DeviceOptions.Offloading.GUESTS, Optional.empty(), mode))
                .withTuning(Tuning.DEFAULT.withIo(new IoLcores(ioLcores, List.of())));
    }

    private CounterFile counters(final String name) throws IOException {
        return CounterFile.open(directory.resolve(name).resolve(Vrouter.COUNTERS_NAME));
    }

    /** Sends the trace, sees that every flow is in order and the ledger balances. @return all that came out, sorted */
    private List<String> outputOf(final String name, final LoadBalance mode, final int ioLcores) throws IOException {
        try (GuestPair pair = GuestPair.start(config(name, mode, ioLcores), QUEUES)) {
            final List<byte[]> arrived = pair.trace(COUNT, QUEUES);
            assertThat(arrived).as(name).hasSize(COUNT);
            final Map<Integer, Integer> last = new HashMap<>();
            final TreeSet<String> frames = new TreeSet<>();
            for (final byte[] frame : arrived) {
                final int flow = ByteBuffer.wrap(frame).getShort(SOURCE_PORT_AT);
                final int number = ByteBuffer.wrap(frame).getInt(frame.length - Integer.BYTES);
                assertThat(number).as("%s, flow %d", name, flow).isGreaterThan(last.getOrDefault(flow, -1));
                last.put(flow, number);
                frames.add(HexFormat.of().formatHex(frame));
            }
            pair.awaitLedger();
            final CounterFile counters = counters(name);
            assertThat(IntStream.range(0, counters.lcoreCount())
                            .mapToLong(lcore -> counters.lcore(lcore, LcoreCounter.BORN_COPY))
                            .sum())
                    .as("copies of packets")
                    .isZero();
            return new ArrayList<>(frames);
        }
    }

    @Test
    void shouldPutOutTheSameInEveryModel() throws IOException {
        final List<String> completion = outputOf("completion", LoadBalance.NONE, 0);
        assertThat(completion).hasSize(COUNT);
        assertThat(outputOf("hybrid", LoadBalance.CONTRAIL, 0)).isEqualTo(completion);
        assertThat(outputOf("pipeline", LoadBalance.PIPELINE, 0)).isEqualTo(completion);
        assertThat(outputOf("io", LoadBalance.PIPELINE, 1)).isEqualTo(completion);
        assertThat(outputOf("auto", LoadBalance.AUTO, 0)).isEqualTo(completion);
    }

    /** Lcores 3 and 4 poll and process nothing; 10 and 11 process and poll no guest. */
    @Test
    void shouldPollByIoLcoresAndProcessByTheOthers() throws IOException {
        try (GuestPair pair = GuestPair.start(config("io", LoadBalance.PIPELINE, 2), QUEUES)) {
            assertThat(pair.trace(COUNT, QUEUES)).hasSize(COUNT);
            final VireoQueue map = pair.client()
                    .request(new VireoQueue().op(SandeshOp.GET).put(VireoQueue.VIF, GuestPair.LEFT))
                    .first(VireoQueue.class);
            assertThat(map.value(VireoQueue.RX_LCORES)).startsWith(3, 4);
            assertThat(map.value(VireoQueue.LCORES)).isEqualTo(2);
            long polled = 0;
            for (final int io : new int[] {3, 4}) {
                final VrInterface left = pair.vif(GuestPair.LEFT, io);
                assertThat(left.value(VrInterface.PORT_IPACKETS)).isEqualTo(COUNT / 2);
                assertThat(left.value(VrInterface.IPACKETS))
                        .as("processed by lcore " + io)
                        .isZero();
                polled += left.value(VrInterface.PORT_IPACKETS);
            }
            long processed = 0;
            for (final int lcore : FORWARDING) {
                final VrInterface left = pair.vif(GuestPair.LEFT, lcore);
                assertThat(left.value(VrInterface.PORT_IPACKETS))
                        .as("polled by lcore " + lcore)
                        .isZero();
                assertThat(left.value(VrInterface.IPACKETS)).isPositive();
                assertThat(left.value(VrInterface.QUEUE_IPACKETS)).isEqualTo(left.value(VrInterface.IPACKETS));
                processed += left.value(VrInterface.IPACKETS);
            }
            assertThat(polled).isEqualTo(COUNT);
            assertThat(processed).isEqualTo(COUNT);
            pair.awaitLedger();
            assertThat(counters("io").lcoreNumber(2)).isEqualTo(3);
        }
    }

    /** Page 48: an lcore that polls and finds nothing has cycles, and none of them is work. */
    @Test
    void shouldCountPollsThatFoundNothingAsNoWork() throws Exception {
        final VrouterConfig busy = config("busy", LoadBalance.NONE, 0).withPollMode(PollMode.BUSY);
        try (GuestPair pair = GuestPair.start(busy, 1)) {
            pair.awaitLedger();
            final CounterFile counters = counters("busy");
            final long cycles = counters.lcore(0, LcoreCounter.CYCLES);
            final long work = counters.lcore(0, LcoreCounter.BUSY_CYCLES);
            Thread.sleep(300);
            final long cyclesNow = counters.lcore(0, LcoreCounter.CYCLES);
            assertThat(cyclesNow - cycles).as("empty polls").isGreaterThan(1000);
            assertThat(counters.lcore(0, LcoreCounter.BUSY_CYCLES) - work)
                    .as("work")
                    .isLessThan(20);
        }
    }
}
