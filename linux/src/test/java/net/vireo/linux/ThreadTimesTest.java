// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadTimesTest {
    @Test
    void shouldReadWhatTheKernelWrites() {
        assertThat(ThreadTimes.parse("123456789 42 7\n")).isEqualTo(new ThreadTimes(123_456_789, 42));
        assertThat(ThreadTimes.parse("")).isEqualTo(ThreadTimes.NONE);
        assertThat(ThreadTimes.parse("a b c")).isEqualTo(ThreadTimes.NONE);
        assertThat(ThreadTimes.of(Path.of("/proc/self/task/nobody"))).isEqualTo(ThreadTimes.NONE);
    }

    @Test
    void shouldSeeTheCallingThreadRun() {
        final Path task = ProcessThreads.ownTask();
        final long before = ThreadTimes.of(task).runNs();
        final long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(30);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(task.toString()).endsWith("/task/" + Threads.tid());
        assertThat(ThreadTimes.of(task).runNs()).isGreaterThan(before);
    }
}
