// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The counter file of a process that was killed, in the hands of its successor. */
class TakeOverTest {
    private static final List<Integer> LCORES = List.of(10, 11);
    private static final List<String> NODES = List.of("vif-input", "drop");
    private static final int VIFS = 16;

    @TempDir
    private Path directory;

    private CounterMemory created() throws IOException {
        return CounterMemory.create(directory.resolve("counters"), LCORES, VIFS, NODES);
    }

    private CounterMemory inherited() throws IOException {
        return CounterMemory.inherit(directory.resolve("counters"), LCORES, VIFS, NODES)
                .orElseThrow();
    }

    @Test
    void shouldGoOnCountingAndNameWhatWasLost() throws IOException {
        final LcoreCounters killed = created().lcore(0);
        killed.received(3, 10, 600);
        killed.transmitted(4, 6, 360);
        killed.drop(3, DropReason.TX_RING_FULL.position(), 1);
        killed.level(LcoreCounter.HELD, 3);
        final CounterMemory next = inherited();
        next.takeOver();
        final CounterFile seen = CounterFile.open(directory.resolve("counters"));
        assertThat(seen.lcore(0, LcoreCounter.LOST_IN_RESTART)).isEqualTo(3);
        assertThat(seen.lcore(0, LcoreCounter.HELD)).isZero();
        assertThat(seen.restarts()).isEqualTo(1);
        next.lcore(0).received(3, 5, 300);
        assertThat(seen.vif(3, VifCounter.RX_PACKETS)).isEqualTo(15);
        next.takeOver();
        assertThat(seen.lcore(0, LcoreCounter.LOST_IN_RESTART)).isEqualTo(8);
        assertThat(seen.restarts()).isEqualTo(2);
    }

    /** Kills between any two stores of the counters: every identity of the ledger holds afterwards. */
    @Test
    void shouldBalanceWhereverItWasKilled() throws IOException {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final CounterMemory memory = created();
        for (int round = 0; round < 200; round++) {
            final LcoreCounters lcore = memory.lcore(random.nextInt(2));
            final int vif = random.nextInt(VIFS);
            switch (random.nextInt(7)) {
                case 0 -> lcore.received(vif, 1 + random.nextInt(9), 60);
                case 1 -> lcore.transmitted(vif, 1, 60);
                case 2 -> lcore.drop(vif, random.nextInt(DropReason.values().length), 1);
                case 3 -> lcore.add(LcoreCounter.BORN_ICMP_ERROR, 1);
                case 4 -> lcore.handedOver(vif, 1 + random.nextInt(9), 60);
                case 5 -> lcore.relayed(3, random.nextInt(4));
                default -> {
                    // One of the stores of an event that was not counted to its end.
                    final LcoreCounter[] torn = {
                        LcoreCounter.RECEIVED,
                        LcoreCounter.TRANSMITTED,
                        LcoreCounter.HANDED_OVER,
                        LcoreCounter.TAKEN_OVER,
                        LcoreCounter.TRANSMITTED_FOR_OTHERS
                    };
                    lcore.add(torn[random.nextInt(torn.length)], 1);
                }
            }
            memory.takeOver();
            memory.lcore(0).snapshot(round + 1, VIFS);
            memory.lcore(1).snapshot(round + 1, VIFS);
            assertThat(Ledger.of(memory.reader().snapshot()).broken())
                    .as("seed %d, round %d", seed, round)
                    .isEmpty();
        }
    }

    @Test
    void shouldAddWhatPortsCountToWhatThoseBeforeThemCounted() throws IOException {
        created().port(3, new Counted(100));
        final CounterMemory next = inherited();
        next.takeOver();
        final CounterFile seen = next.reader();
        assertThat(seen.port(3, PortCounter.RX_PACKETS)).isEqualTo(100);
        next.port(3, new Counted(7));
        assertThat(seen.port(3, PortCounter.RX_PACKETS)).isEqualTo(107);
        next.clearPort(3);
        next.port(3, new Counted(2));
        assertThat(seen.port(3, PortCounter.RX_PACKETS)).isEqualTo(2);
    }

    @Test
    void shouldNotTakeCountersThatMeanSomethingElse() throws IOException {
        final Path path = directory.resolve("counters");
        assertThat(CounterMemory.inherit(path, LCORES, VIFS, NODES)).isEmpty();
        created();
        assertThat(CounterMemory.inherit(path, List.of(10), VIFS, NODES)).isEmpty();
        assertThat(CounterMemory.inherit(path, List.of(10, 12), VIFS, NODES)).isEmpty();
        assertThat(CounterMemory.inherit(path, LCORES, VIFS + 1, NODES)).isEmpty();
        assertThat(CounterMemory.inherit(path, LCORES, VIFS, List.of("drop", "vif-input")))
                .isEmpty();
        assertThat(CounterMemory.inherit(path, LCORES, VIFS, NODES)).isPresent();
    }

    private record Counted(long rxPackets) implements net.vireo.port.PortCounters {
        @Override
        public long rxErrors() {
            return 0;
        }

        @Override
        public long rxNoBuffers() {
            return 0;
        }

        @Override
        public long rxMissed() {
            return 0;
        }

        @Override
        public long rxSyscalls() {
            return 0;
        }

        @Override
        public long txPackets() {
            return 0;
        }

        @Override
        public long txErrors() {
            return 0;
        }

        @Override
        public long txSyscalls() {
            return 0;
        }

        @Override
        public long heldBuffers() {
            return 0;
        }
    }
}
