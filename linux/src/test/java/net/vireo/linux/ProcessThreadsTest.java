// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProcessThreadsTest {
    private final CpuSet before = ProcessThreads.allowed(Threads.tid());

    @Test
    void shouldMoveTheThreadsThatTheJvmMadeForItself() throws Exception {
        assumeThat(before.count()).as("CPUs of this machine").isGreaterThan(1);
        final CpuSet last = CpuSet.of(before.stream().max().orElseThrow());
        try {
            ProcessThreads.moveAll(last);

            final List<Integer> threads = ProcessThreads.ids();
            assertThat(threads).extracting(ProcessThreadsTest::name).contains("VM Thread\n", "Signal Dispatch\n");
            assertThat(threads)
                    .allSatisfy(tid -> assertThat(ProcessThreads.allowed(tid))
                            .as(name(tid))
                            .isIn(last, CpuSet.EMPTY));
            final AtomicInteger child = new AtomicInteger();
            Thread.ofPlatform()
                    .start(() -> child.set(ProcessThreads.allowed(Threads.tid()).lowest()))
                    .join();
            assertThat(child).as("a thread that is started later").hasValue(last.lowest());
        } finally {
            ProcessThreads.moveAll(before);
        }
    }

    @Test
    void shouldKnowWhichCpusCannotBeUsed() {
        assertThat(ProcessThreads.unusable(before.union(CpuSet.of(1022, 5000)))).isEqualTo(CpuSet.of(1022, 5000));
        assertThat(ProcessThreads.allowed(Threads.tid())).as("the caller stays").isEqualTo(before);
        assertThatThrownBy(() -> ProcessThreads.moveAll(CpuSet.of(1022))).hasMessageStartingWith("EINVAL: sched_seta");
        assertThatThrownBy(() -> Threads.pin(0, CpuSet.of(1024))).hasMessage("EINVAL: sched_setaffinity(0, cpus=1024)");
        assertThat(ProcessThreads.allowed(0)).as("there is no thread 0").isEqualTo(CpuSet.EMPTY);
    }

    private static String name(final int tid) {
        try {
            return Files.readString(Path.of("/proc/self/task/" + tid + "/comm"));
        } catch (final IOException ended) {
            return "ended";
        }
    }
}
