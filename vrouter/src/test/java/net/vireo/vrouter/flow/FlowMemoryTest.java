// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.vrouter.table.BridgeLayout;
import net.vireo.vrouter.table.BridgeWriter;
import net.vireo.vrouter.table.Quiescence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** Tables of the default size take the memory of what is in them. */
class FlowMemoryTest {
    private static final int FLOWS = 1000;

    /** Where run directories are: a file system in memory, that reads nothing ahead. */
    @TempDir(factory = InMemory.class)
    private Path directory;

    @Test
    void shouldTakeLittleMemoryForFewFlows() throws IOException {
        final long before = mappedKb();
        final Path path = directory.resolve("flow");
        final FlowLayout layout = FlowLayout.of(FlowLayout.DEFAULT_ENTRIES, 2);
        final FlowTable table = FlowTable.create(path, layout, Quiescence.NEVER);
        final FlowKeys keys = new FlowKeys(1);
        for (int i = 0; i < FLOWS; i++) {
            TestFlows.key(keys, 0, i);
            final int index = table.create(keys, 0, 0);
            table.counters(i % 2).count(index, 64);
        }
        final FlowAging aging = new FlowAging(table, AgingPolicy.DEFAULT);
        aging.age(1, layout.slots());
        final FlowReader reader = FlowReader.open(path);
        int count = 0;
        for (int index = reader.nextLive(0); index != FlowTable.NONE; index = reader.nextLive(index + 1)) {
            count += reader.flow(index) == null ? 0 : 1;
        }
        final BridgeWriter bridge = BridgeWriter.create(
                directory.resolve("bridge"), BridgeLayout.of(BridgeLayout.DEFAULT_ENTRIES, 2), Quiescence.NEVER);
        final long usedMb = mappedKb() - before >> 10;

        assertThat(count).isEqualTo(FLOWS);
        assertThat(bridge.usedEntries()).isZero();
        assertThat(layout.fileBytes()).isGreaterThan(100_000_000);
        // Twice mapped: a page for each flow's slot, all buckets. Full they would take 220 MB.
        assertThat(usedMb).isBetween(5L, 40L);
    }

    static final class InMemory implements TempDirFactory {
        @Override
        public Path createTempDirectory(
                final AnnotatedElementContext elementContext, final ExtensionContext extensionContext)
                throws IOException {
            return Files.createTempDirectory(Path.of("/dev/shm"), "vireo");
        }
    }

    /** What this process has mapped of files and shared memory, and has touched. */
    private static long mappedKb() throws IOException {
        long sum = 0;
        for (final String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("RssFile:") || line.startsWith("RssShmem:")) {
                sum += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return sum;
    }
}
