// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    @Test
    void shouldNameTheThreadForTheKernelsTools() throws Exception {
        final String seen = onFreshThread(() -> {
            Threads.name("vireo-lcore10-and-more");
            return Files.readString(Path.of("/proc/self/task/" + Threads.tid() + "/comm"));
        });
        assertThat(seen).isEqualTo("vireo-lcore10-a\n");
        assertThat(onFreshThread(() -> {
                    Threads.name("lcore 10");
                    return Threads.name();
                }))
                .isEqualTo("lcore 10");
    }

    @Test
    void shouldPinOnlyTheCallingThread() throws Exception {
        final int[] before = Threads.allowedCpus();
        final int last = before[before.length - 1];
        final String seen = onFreshThread(() -> {
            Threads.pin(last);
            assertThat(Threads.allowedCpus()).containsExactly(last);
            return cpusAllowedList(Threads.tid());
        });
        assertThat(seen).isEqualTo(Integer.toString(last));
        assertThat(Threads.allowedCpus()).isEqualTo(before);
    }

    @Test
    void shouldSayWhichCpusCouldNotBeUsed() {
        assertThatThrownBy(() -> Threads.pin(1023)).hasMessage("EINVAL: sched_setaffinity(0, cpus=[1023])");
        assertThatThrownBy(() -> Threads.pin(-1)).hasMessage("EINVAL: sched_setaffinity(0, cpus=[-1])");
        assertThatThrownBy(() -> Threads.pin(1024)).hasMessage("EINVAL: sched_setaffinity(0, cpus=[1024])");
        assertThatThrownBy(Threads::pin).hasMessage("EINVAL: sched_setaffinity(0, cpus=[])");
    }

    private static String cpusAllowedList(final int tid) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/task/" + tid + "/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T onFreshThread(final Callable<T> work) throws Exception {
        final FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().start(task);
        return task.get();
    }
}
