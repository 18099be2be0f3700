// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.vireo.linux.CpuSet;
import net.vireo.linux.ProcessThreads;
import net.vireo.linux.Threads;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the threads of a data plane really are: asked of the kernel, thread by thread. */
class ThreadCpusTest {
    private static final String ALLOWED = "Cpus_allowed_list:";

    @TempDir
    private Path directory;

    private final CpuSet all = ProcessThreads.allowed(Threads.tid());
    private final CpuSet low = CpuSet.of(all.lowest());
    private final CpuSet high = CpuSet.of(all.stream().max().orElseThrow());

    @BeforeEach
    void twoCpus() {
        assumeThat(all.count()).as("CPUs of this machine").isGreaterThan(1);
    }

    @Test
    void shouldStartServiceFromItsCpusAndComeBack() throws InterruptedException {
        final CpuPlacement placement = new CpuPlacement(high, CpuSet.EMPTY);
        final List<CpuSet> started = new ArrayList<>();

        final Thread service = placement.asService(
                () -> Thread.ofPlatform().start(() -> started.add(ProcessThreads.allowed(Threads.tid()))));
        service.join();

        assertThat(started).containsExactly(high);
        assertThat(ProcessThreads.allowed(Threads.tid())).isEqualTo(all);
    }

    /** No vif: this needs no namespace. */
    @Test
    @Tag("system")
    void shouldRunEachThreadOfADataPlaneWhereItsMaskSays() throws IOException, InterruptedException {
        final Process router = router("--cpus", high.list(), "--control-cpus", low.mask());
        try (BufferedReader out = router.inputReader()) {
            assertThat(out.readLine()).startsWith("node masked forwards with 1 lcores");
            final Map<String, CpuSet> threads = threads(router.pid());

            assertThat(threads).containsEntry("lcore-10", high);
            assertThat(threads.keySet())
                    .as("the JVM's, and ours")
                    .contains("VM Thread", "Signal Dispatch", "lcore-1-timer", "lcore-9-netlink");
            assertThat(threads.keySet()).as("compilers").anyMatch(name -> name.startsWith("C2 Compiler"));
            threads.remove("lcore-10");
            assertThat(threads)
                    .allSatisfy((name, cpus) -> assertThat(cpus).as(name).isEqualTo(low));
        } finally {
            router.destroy();
            assertThat(router.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Process router(final String... options) throws IOException {
        final List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(
                        File.pathSeparator,
                        Path.of("target", "test-classes").toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path")),
                RunMain.class.getName(),
                "run",
                "vrouter",
                "--no-restart",
                "--node",
                "masked",
                "--run-dir",
                directory.toString()));
        words.addAll(List.of(options));
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Each thread's kernel name and CPUs; of threads with one name, the one that may run on most. */
    private static Map<String, CpuSet> threads(final long pid) throws IOException {
        final Map<String, CpuSet> threads = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (final Path task : tasks.toList()) {
                try {
                    threads.merge(Files.readString(task.resolve("comm")).strip(), cpus(task), CpuSet::union);
                } catch (final IOException ended) {
                    // Compiler threads come and go.
                }
            }
        }
        return threads;
    }

    private static CpuSet cpus(final Path task) throws IOException {
        return Files.readAllLines(task.resolve("status")).stream()
                .filter(line -> line.startsWith(ALLOWED))
                .map(line -> CpuSet.parse(line.substring(ALLOWED.length())))
                .findFirst()
                .orElseThrow();
    }
}
