// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** All threads of this process, also those that the JVM made for itself: compilers, garbage collector, VM. */
public final class ProcessThreads {
    private static final Path TASKS = Path.of("/proc/self/task");

    /** New threads appear while others are moved; one that is moved makes its own ones in the right place. */
    private static final int MOST_ROUNDS = 10;

    private ProcessThreads() {}

    /** @return the kernel's ids of the threads that there are now */
    public static List<Integer> ids() {
        try (Stream<Path> tasks = Files.list(TASKS)) {
            return tasks.map(task -> Integer.valueOf(task.getFileName().toString()))
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where a thread may run.
     *
     * @param tid of this process
     * @return {@link CpuSet#EMPTY} when it has ended
     */
    public static CpuSet allowed(final int tid) {
        final String key = "Cpus_allowed_list:";
        try {
            return Files.readAllLines(TASKS.resolve(tid + "/status")).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> CpuSet.parse(line.substring(key.length())))
                    .findFirst()
                    .orElse(CpuSet.EMPTY);
        } catch (final NoSuchFileException ended) {
            return CpuSet.EMPTY;
        } catch (final IOException e) {
            if (ids().contains(tid)) {
                throw new UncheckedIOException(e);
            }
            return CpuSet.EMPTY;
        }
    }

    /**
     * Moves every thread of this process, the caller too; those that they start later inherit it.
     *
     * @throws LinuxException EINVAL when none of the CPUs exists and is allowed
     */
    public static void moveAll(final CpuSet cpus) {
        final Set<Integer> moved = new HashSet<>();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            boolean found = false;
            for (final int tid : ids()) {
                if (moved.add(tid)) {
                    found = true;
                    move(tid, cpus);
                }
            }
            if (!found) {
                return;
            }
        }
    }

    /**
     * Which of these CPUs do not exist, are offline, or are outside of what this process' control group allows. It is
     * tried, by a thread of its own: the affinity that a process has inherited is no limit.
     */
    public static CpuSet unusable(final CpuSet cpus) {
        final AtomicReference<CpuSet> refused = new AtomicReference<>(CpuSet.EMPTY);
        final Thread trial = Thread.ofPlatform()
                .name("cpu-trial")
                .start(() -> refused.set(
                        CpuSet.of(cpus.stream().filter(cpu -> !mayUse(cpu)).toArray())));
        try {
            trial.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return refused.get();
    }

    private static boolean mayUse(final int cpu) {
        try {
            Threads.pin(0, CpuSet.of(cpu));
            return true;
        } catch (final LinuxException refused) {
            return false;
        }
    }

    private static void move(final int tid, final CpuSet cpus) {
        try {
            Threads.pin(tid, cpus);
        } catch (final LinuxException failed) {
            if (failed.errno() != Errno.ESRCH) {
                throw failed;
            }
        }
    }
}
