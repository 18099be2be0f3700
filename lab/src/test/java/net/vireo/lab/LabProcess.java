// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import org.awaitility.Awaitility;

/** A lab started with the real launcher, in a run directory of its own, as a person starts it. */
final class LabProcess {
    private final Path directory;
    private final Path output;
    private final Path errors;
    private final Process process;

    private LabProcess(final Path directory, final List<String> arguments) throws IOException {
        this.directory = directory;
        output = directory.resolve("output");
        errors = directory.resolve("errors");
        process = builder(arguments)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
    }

    /** The launcher that the tests are told to use; without one they fail. */
    static String launcher() {
        final String launcher =
                System.getProperty(Launcher.PROPERTY, System.getenv().getOrDefault("VIREO_LAUNCHER", ""));
        assertThat(launcher)
                .as("the lab's tests need the launcher: -D%s=PATH or VIREO_LAUNCHER", Launcher.PROPERTY)
                .isNotEmpty();
        return launcher;
    }

    /** Starts {@code vireo lab} with these arguments. */
    static LabProcess start(final Path directory, final String... arguments) throws IOException {
        final List<String> line = new ArrayList<>(List.of("lab"));
        line.addAll(List.of(arguments));
        return new LabProcess(directory, line);
    }

    Process process() {
        return process;
    }

    LabFiles files() {
        return new LabFiles(directory.resolve("run"));
    }

    String output() {
        return read(output);
    }

    String errors() {
        return read(errors);
    }

    /** Waits until the output has a text. */
    void awaitOutput(final String text, final Duration limit) {
        Awaitility.await("\"" + text + "\" in the lab's output")
                .atMost(limit)
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> assertThat(process.isAlive() || output().contains(text))
                        .as(() -> "the lab ended: " + output() + errors())
                        .isTrue())
                .until(() -> output().contains(text));
    }

    /** Waits for the end; the exit code. */
    int awaitEnd(final Duration limit) throws InterruptedException {
        assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                .as("the lab ends within %s: %s %s", limit, output(), errors())
                .isTrue();
        return process.exitValue();
    }

    /** Runs a tool of Vireo on this lab's nodes; what it printed. It must succeed. */
    String tool(final String... arguments) throws IOException, InterruptedException {
        final Process tool =
                builder(List.of(arguments)).redirectErrorStream(true).start();
        final String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(tool.exitValue()).as("%s: %s", List.of(arguments), said).isZero();
        return said;
    }

    /** Starts a tool of Vireo whose output is to be read later. */
    Process startTool(final String... arguments) throws IOException {
        return builder(List.of(arguments)).redirectErrorStream(true).start();
    }

    /** Ends what {@code lab shell} runs, and waits for the tool. */
    static void end(final Process shell) throws InterruptedException {
        shell.descendants().forEach(ProcessHandle::destroy);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).as("%s ends", shell).isTrue();
    }

    /** Waits until no process has this lab's run directory in its environment and the directory is gone. */
    void assertNothingIsLeft() {
        Awaitility.await("nothing of the lab is left")
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> {
                    assertThat(processes()).isEmpty();
                    assertThat(files().root()).doesNotExist();
                });
    }

    /** Every living process that was started with this lab's run directory, by its command line. */
    List<String> processes() {
        final String mark = "VIREO_RUN_DIR=" + files().root() + "\0";
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
                    .filter(entry -> (read(entry.resolve("environ")) + "\0").contains(mark))
                    .map(entry -> entry.getFileName() + " "
                            + read(entry.resolve("cmdline")).replace('\0', ' '))
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(final List<String> arguments) {
        final List<String> line = new ArrayList<>(List.of(launcher()));
        line.addAll(arguments);
        final ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("VIREO_RUN_DIR", files().root().toString());
        builder.environment().put("VIREO_NO_BUILD", "1"); // whoever edits a source meanwhile
        return builder;
    }

    /** A file's text; of one that is gone or not ours, nothing. */
    private static String read(final Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            return "";
        }
    }
}
