// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.vireo.testkit.FuzzBudget;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.DropLogFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.Ledger;
import net.vireo.vrouter.counter.NodeCounter;
import net.vireo.vrouter.counter.PortCounter;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowLayout;
import net.vireo.vrouter.flow.FlowReader;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.journal.JournalReader;
import net.vireo.vrouter.journal.JournalWriter;
import net.vireo.vrouter.table.BridgeLayout;
import net.vireo.vrouter.table.BridgeReader;
import net.vireo.vrouter.table.BridgeTable;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.BridgeWriter;
import net.vireo.vrouter.table.Quiescence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files of a node's directory: read without a fault, or refused with a sentence. */
class FilesFuzzTest {
    private static final int HEADER_BYTES = 96;
    private static final int[] LIES = {0, 1, -1, 2, 63, 64, 65, 0x7fff, 0x10000, 0x7fff_ffff, 0x8000_0000, 0x4000_0000};

    @TempDir
    private Path directory;

    /** Reads all that there is to read. */
    private interface ReadAll {
        /** @return something of what was read */
        long of(Path file) throws IOException;
    }

    private static final class Kind {
        private final String name;
        private final byte[] good;
        private final ReadAll reader;

        Kind(final String name, final byte[] good, final ReadAll reader) {
            this.name = name;
            this.good = good;
            this.reader = reader;
        }
    }

    @Test
    void shouldReadOrRefuseDamagedFilesForASecond() throws IOException {
        damage(20_261_126L, FuzzBudget.second(FilesFuzzTest.class));
    }

    @Test
    @Tag("fuzz")
    void shouldReadOrRefuseDamagedFilesForLong() throws IOException {
        damage(Long.getLong("vireo.fuzz.seed", System.nanoTime()), FuzzBudget.ofCommandLine(FilesFuzzTest.class));
    }

    private void damage(final long seed, final FuzzBudget budget) throws IOException {
        final Random random = new Random(seed);
        final List<Kind> kinds = List.of(
                new Kind("counters", counters(), FilesFuzzTest::readCounters),
                new Kind("droplog", dropLog(), FilesFuzzTest::readDropLog),
                new Kind("flow", flows(), FilesFuzzTest::readFlows),
                new Kind("bridge", bridge(), FilesFuzzTest::readBridge),
                new Kind("journal", journal(), FilesFuzzTest::readJournal));
        long seen = 0;
        long read = 0;
        long refused = 0;
        while (budget.more()) {
            final Kind kind = kinds.get(random.nextInt(kinds.size()));
            // A new file each time: the last one is still mapped.
            final Path file = directory.resolve(kind.name + budget.cases());
            Files.write(file, damaged(kind.good, random));
            try {
                seen += kind.reader.of(file);
                read++;
            } catch (final IOException sentence) {
                assertThat(sentence.getMessage()).contains(kind.name);
                refused++;
            } catch (final RuntimeException | InternalError fault) {
                throw new AssertionError("seed " + seed + ", case " + budget.cases() + ", " + kind.name, fault);
            }
            Files.delete(file);
        }
        assertThat(read).as("else only refusals were tested").isPositive();
        assertThat(refused).isPositive();
        assertThat(seen).as("sum of everything read").isNotZero();
    }

    private static byte[] damaged(final byte[] good, final Random random) {
        final byte[] bytes = good.clone();
        for (int faults = random.nextInt(5); faults > 0; faults--) {
            final int at = random.nextInt(random.nextBoolean() ? HEADER_BYTES : bytes.length - 4);
            if (random.nextBoolean()) {
                final int lie = LIES[random.nextInt(LIES.length)];
                final int aligned = at & ~3;
                for (int i = 0; i < 4; i++) {
                    bytes[aligned + i] = (byte) (lie >>> 8 * i);
                }
            } else {
                bytes[at] = (byte) random.nextInt();
            }
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private byte[] counters() throws IOException {
        final Path file = directory.resolve("good-counters");
        CounterMemory.create(file, List.of(10), 2, 2, List.of("ip-input", "drop"))
                .lcore(0)
                .add(LcoreCounter.CYCLES, 7);
        return Files.readAllBytes(file);
    }

    private static long readCounters(final Path path) throws IOException {
        final CounterFile file = CounterFile.open(path);
        long sum = file.pid() + file.restarts() + file.startedEpochMs();
        for (int lcore = 0; lcore < file.lcoreCount(); lcore++) {
            sum += file.lcoreNumber(lcore);
            for (final LcoreCounter counter : LcoreCounter.values()) {
                sum += file.lcore(lcore, counter);
            }
            for (int node = 0; node < file.nodeNames().size(); node++) {
                sum += file.node(lcore, node, NodeCounter.PACKETS);
            }
        }
        for (final int vif : new int[] {0, file.vifCapacity() - 1}) {
            sum += file.vif(vif, VifCounter.DROPS) + file.port(vif, PortCounter.TX_SYSCALLS);
            sum += file.vifDrop(vif, DropReason.PKT0_FULL);
        }
        return sum
                + file.vrf(file.vrfCapacity() - 1, VrfCounter.TUNNEL_PBB)
                + Ledger.of(file.snapshot()).broken().size();
    }

    private byte[] dropLog() throws IOException {
        final Path file = directory.resolve("good-droplog");
        DropLog.create(file, List.of(10), 16);
        return Files.readAllBytes(file);
    }

    private static long readDropLog(final Path path) throws IOException {
        final DropLogFile file = DropLogFile.open(path);
        long sum = file.mode() == null ? 0 : 1;
        for (int lcore = 0; lcore < file.lcoreCount(); lcore++) {
            sum += file.lcoreNumber(lcore) + file.drops(lcore).size();
        }
        return sum;
    }

    private byte[] flows() throws IOException {
        final Path file = directory.resolve("good-flow");
        final FlowTable table = FlowTable.create(file, new FlowLayout(32, 32, 2), Quiescence.NEVER);
        final FlowKeys keys = new FlowKeys(1);
        for (int i = 0; i < 40; i++) {
            keys.ipv4(0, 7, 17, i, 53, 0x0a000000 + i, 0x0a000001);
            table.create(keys, 0, i);
        }
        return Files.readAllBytes(file);
    }

    private static long readFlows(final Path path) throws IOException {
        final FlowReader reader = FlowReader.open(path);
        long sum = 0;
        for (int i = reader.nextLive(0); i != FlowTable.NONE; i = reader.nextLive(i + 1)) {
            sum += reader.flow(i) == null
                    ? 0
                    : reader.flow(i).reverse() + reader.flow(i).packets();
            sum += reader.isOnHold(i) ? 1 : 0;
        }
        return sum;
    }

    private byte[] bridge() throws IOException {
        final Path file = directory.resolve("good-bridge");
        final BridgeWriter writer = BridgeWriter.create(file, new BridgeLayout(16, 32, 2), Quiescence.NEVER);
        for (int i = 1; i <= 30; i++) {
            writer.put(i, BridgeValue.of(i, i, 0));
        }
        return Files.readAllBytes(file);
    }

    private static long readBridge(final Path path) throws IOException {
        final BridgeReader reader = BridgeReader.open(path);
        long sum = 0;
        for (int i = reader.nextUsed(0); i != BridgeTable.NONE; i = reader.nextUsed(i + 1)) {
            sum += reader.value(i, reader.key(i)) + reader.packets(i);
        }
        return sum;
    }

    private byte[] journal() throws IOException {
        final Path file = directory.resolve("good-journal");
        try (JournalWriter writer = JournalWriter.create(file, "build-7")) {
            for (int i = 0; i < 10; i++) {
                writer.append(1 + i % 3, ("change " + i).getBytes(StandardCharsets.UTF_8));
            }
        }
        return Files.readAllBytes(file);
    }

    private static long readJournal(final Path path) throws IOException {
        try (JournalReader reader = JournalReader.open(path)) {
            final int count = reader.read(record -> assertThat(record.payload()).isNotNull());
            assertThat(reader.tornBytes()).isNotNegative();
            return count
                    + reader.damage().length()
                    + reader.sequence()
                    + reader.build().length();
        }
    }
}
