// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.vireo.cli.Vireo;

/** The {@code vireo} command as a process, with the modules of this test: one that can be killed as people's can. */
final class VireoProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    /**
     * Starts a command.
     *
     * @param runDirectory where its nodes are
     * @param heap what the JVM needs, such as {@code -Xmx256m}
     */
    VireoProcess(final Path runDirectory, final String heap, final String... arguments) throws IOException {
        output = Files.createTempFile(runDirectory, arguments[1] + "-", ".log");
        // The parent of a data plane starts its children by its own command line, which must not be too long to be
        // seen.
        final Path options = Files.createTempFile(runDirectory, "options-", "");
        Files.write(
                options,
                List.of(
                        "--module-path",
                        System.getProperty("jdk.module.path"),
                        "--add-modules",
                        "net.vireo.agent",
                        "--enable-native-access=net.vireo.linux",
                        "-cp",
                        Path.of("target", "test-classes").toAbsolutePath().toString(),
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        heap));
        final List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + options,
                VireoMain.class.getName()));
        line.addAll(List.of(arguments));
        process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** An agent of node compute1 in a run directory. */
    static VireoProcess agent(final Path runDirectory, final Path config) throws IOException {
        return new VireoProcess(
                runDirectory,
                "-Xmx256m",
                "run",
                "agent",
                "--node",
                "compute1",
                "--run-dir",
                runDirectory.toString(),
                "--config",
                config.toString(),
                "--settle",
                "1",
                "--port-api",
                "0",
                "--introspect",
                "0");
    }

    /** What a tool prints about a node's directory, both streams, run in this process; its exit code stands at the end. */
    static String tool(final Path node, final String... arguments) {
        final List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--sock-dir", node.toString()));
        final String[] words = line.toArray(String[]::new);
        final StringWriter text = new StringWriter();
        final PrintWriter out = new PrintWriter(text);
        final int exit =
                Vireo.commandLine(words, Map.of()).setOut(out).setErr(out).execute(words);
        out.flush();
        return text + "[exit code " + exit + "]";
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has printed a text. */
    VireoProcess awaitOutput(final String text) {
        await("\"" + text + "\"")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> {
                    if (!process.isAlive() && !output().contains(text)) {
                        throw new IllegalStateException("it ended: " + output());
                    }
                })
                .until(() -> output().contains(text));
        return this;
    }

    /** As a fault does: SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /** As Ctrl-C and a service manager do: a signal that can be caught. */
    void signal(final String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Waits for the end. @return the exit code */
    int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output()).isTrue();
        return process.exitValue();
    }

    /** Ends it, if it has not ended: as people do, and by force when that is of no use. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
