// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.vireo.port.HandoverCounts;
import net.vireo.port.pool.Balance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CounterFileTest {
    @TempDir
    Path directory;

    private CounterMemory create() throws IOException {
        return CounterMemory.create(directory.resolve("counters"), List.of(10, 11), 4352, List.of("a", "ip-input"));
    }

    private CounterFile open() throws IOException {
        return CounterFile.open(directory.resolve("counters"));
    }

    @Test
    void shouldShowReadersWhatLcoresCount() throws IOException {
        final LcoreCounters counters = create().lcore(1);
        counters.received(4351, 3, 180);
        counters.transmitted(0, 2, 120);
        counters.refused(0, 1, DropReason.TX_RING_FULL);
        counters.drop(4351, DropReason.TTL_EXCEEDED.position(), 1);
        counters.malformed(4351);
        counters.node(1, 32);
        counters.nodeTime(1, 32, 640);
        final CounterFile file = open();
        assertThat(file.vif(1, 4351, VifCounter.RX_PACKETS)).isEqualTo(3);
        assertThat(file.vif(0, 4351, VifCounter.RX_PACKETS)).isZero();
        assertThat(file.vif(4351, VifCounter.RX_BYTES)).isEqualTo(180);
        assertThat(file.vif(4351, VifCounter.RX_ERRORS)).isEqualTo(1);
        assertThat(file.vif(0, VifCounter.TX_PACKETS)).isEqualTo(2);
        assertThat(file.vif(0, VifCounter.TX_BYTES)).isEqualTo(120);
        assertThat(file.vif(0, VifCounter.TX_ERRORS)).isEqualTo(1);
        assertThat(file.vifDrop(0)).isEqualTo(1);
        assertThat(file.vifDrop(4351, DropReason.TTL_EXCEEDED)).isEqualTo(1);
        assertThat(file.drop(DropReason.TX_RING_FULL)).isEqualTo(1);
        assertThat(file.drop(1, DropReason.TTL_EXCEEDED)).isEqualTo(1);
        assertThat(file.node(1, 1, NodeCounter.PACKETS)).isEqualTo(32);
        assertThat(file.node(1, 1, NodeCounter.TIMED_NS)).isEqualTo(640);
        assertThat(file.lcore(1, LcoreCounter.RECEIVED)).isEqualTo(3);
    }

    @Test
    void shouldCountWhatBecameOfThePacketsOfAVrf() throws IOException {
        final CounterMemory memory = create();
        final LcoreCounters counters = memory.lcore(1);
        long value = 1;
        for (final VrfCounter counter : VrfCounter.values()) {
            counters.vrf(4095, counter, (int) value++);
        }
        counters.vrf(0, VrfCounter.DISCARDED);
        memory.lcore(0).vrf(0, VrfCounter.DISCARDED);
        for (final int none : new int[] {-1, 4096, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            counters.vrf(none, VrfCounter.DISCARDED);
        }
        final CounterFile file = open();
        assertThat(file.vrfCapacity()).isEqualTo(4096);
        long expected = 1;
        for (final VrfCounter counter : VrfCounter.values()) {
            assertThat(file.vrf(1, 4095, counter)).isEqualTo(expected++);
            assertThat(file.vrf(0, 4095, counter)).isZero();
        }
        assertThat(file.vrf(0, VrfCounter.DISCARDED)).isEqualTo(2);
        assertThat(file.vrf(4096, VrfCounter.DISCARDED)).isZero();
        assertThat(file.vrf(-1, VrfCounter.DISCARDED)).isZero();
        assertThat(file.vif(1, 4351, VifCounter.DROPS)).as("the rows before").isZero();
        assertThat(file.snapshot().sequence(1)).as("the snapshot behind").isZero();
    }

    @Test
    void shouldKeepEveryCounterInAPlaceOfItsOwn() throws IOException {
        final CounterMemory memory = create();
        long value = 1;
        for (int lcore = 0; lcore < 2; lcore++) {
            for (final LcoreCounter counter : LcoreCounter.values()) {
                memory.lcore(lcore).add(counter, value++);
            }
            for (final DropReason reason : DropReason.values()) {
                memory.lcore(lcore).drop(7, reason.position(), 1);
            }
        }
        final CounterFile file = open();
        long expected = 1;
        for (int lcore = 0; lcore < 2; lcore++) {
            for (final LcoreCounter counter : LcoreCounter.values()) {
                assertThat(file.lcore(lcore, counter)).isEqualTo(expected++);
            }
            for (final DropReason reason : DropReason.values()) {
                assertThat(file.drop(lcore, reason)).as(reason.name()).isEqualTo(1);
                assertThat(file.vifDrop(lcore, 7, reason)).as(reason.name()).isEqualTo(1);
                assertThat(file.vifDrop(lcore, 6, reason)).as(reason.name()).isZero();
            }
        }
    }

    @Test
    void shouldSayWhoWrites() throws IOException {
        create();
        final CounterFile file = open();
        assertThat(file.nodeNames()).containsExactly("a", "ip-input");
        assertThat(file.lcoreCount()).isEqualTo(2);
        assertThat(file.lcoreNumber(1)).isEqualTo(11);
        assertThat(file.vifCapacity()).isEqualTo(4352);
        assertThat(file.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(file.startedEpochMs())
                .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L));
    }

    @Test
    void shouldKeepASnapshotWhileCountersGoOn() throws IOException {
        final CounterMemory memory = create();
        final LcoreCounters counters = memory.lcore(0);
        counters.received(5, 7, 420);
        counters.snapshot(9, 6);
        counters.received(5, 1, 60);
        memory.pool(new Balance(100, 60, 30, 10), 10);
        memory.handovers(new HandoverCounts(9, 6, 2, 1));
        final Snapshot snapshot = open().snapshot();
        assertThat(snapshot.sequence(0)).isEqualTo(9);
        assertThat(snapshot.sequence(1)).isZero();
        assertThat(snapshot.vifCount(0)).isEqualTo(6);
        assertThat(snapshot.lcore(0, LcoreCounter.RECEIVED)).isEqualTo(7);
        assertThat(snapshot.vifs(0, VifCounter.RX_PACKETS)).isEqualTo(7);
        assertThat(snapshot.pool(PoolCounter.CACHED)).isEqualTo(30);
        assertThat(snapshot.pool(PoolCounter.IN_PORTS)).isEqualTo(10);
        assertThat(snapshot.handover(HandoverCounter.POLLED)).isEqualTo(9);
        assertThat(snapshot.handover(HandoverCounter.DELIVERED)).isEqualTo(6);
        assertThat(snapshot.handover(HandoverCounter.RING_FULL)).isEqualTo(2);
        assertThat(snapshot.handover(HandoverCounter.WAITING)).isEqualTo(1);
    }

    @Test
    void shouldTakeMemoryForUsedRowsOnly() throws IOException {
        create().lcore(0).received(3, 1, 60);
        final Path file = directory.resolve("counters");
        final Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        final String answer = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        final long usedKb = Long.parseLong(answer.substring(0, answer.indexOf('\t')));
        assertThat(Files.size(file)).isGreaterThan(8_000_000);
        assertThat(usedKb).isLessThan(200);
    }

    @Test
    void shouldRefuseWhatIsNoCounterFileOfThisVersion() throws IOException {
        final Path file = directory.resolve("counters");
        Files.writeString(file, "short");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("only 5 bytes long");
        Files.write(file, new byte[5000]);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("is not a counter file");
        create();
        put(file, CounterLayout.VERSION_OFFSET, 77);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("format version 77");
    }

    @Test
    void shouldRefuseADamagedOrShortenedFile() throws IOException {
        final Path file = directory.resolve("counters");
        create();
        put(file, CounterLayout.LCORES_OFFSET, 1000);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("lcores: 1000");
        create();
        try (RandomAccessFile shortened = new RandomAccessFile(file.toFile(), "rw")) {
            shortened.setLength(10_000);
        }
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("cut short");
    }

    private static void put(final Path file, final int offset, final int value) throws IOException {
        try (RandomAccessFile writable = new RandomAccessFile(file.toFile(), "rw")) {
            writable.seek(offset);
            writable.writeInt(Integer.reverseBytes(value));
        }
    }
}
