// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.host.RunRoot;
import net.vireo.lab.host.Tool;
import net.vireo.lab.shelf.Console;

/** The lab that is shown, as a process of its own. For one thread. */
final class DemoLab implements AutoCloseable {
    private static final String CONSOLE = "web console: http";
    private static final String NO_CONSOLE = "vireo lab: ";
    private static final long READY_LIMIT_S = 900;
    private static final long END_LIMIT_S = 30;
    private static final long POLL_MS = 100;
    private static final int TAIL_LINES = 20;

    private final LabFiles files;
    private final Path log;
    private final Process process;

    private DemoLab(final LabFiles files, final Path log, final Process process) {
        this.files = files;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts it. The calling thread must outlive it: the kernel ends the lab with it.
     *
     * @param arguments of {@code vireo}: the lab must stay
     * @throws LabException when it cannot be started
     */
    static DemoLab start(final LabFiles files, final Launcher launcher, final List<String> arguments) {
        try {
            final Path log = Files.createTempFile("vireo-demo", ".log");
            final List<String> line = new ArrayList<>(List.of(Tool.SETPRIV.command(), "--pdeathsig", "TERM", "--"));
            line.addAll(launcher.with(arguments));
            final ProcessBuilder builder = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(log.toFile());
            builder.environment().put(RunRoot.VARIABLE, files.root().toString());
            builder.environment().put("VIREO_NO_BUILD", "1");
            return new DemoLab(files, log, builder.start());
        } catch (final IOException e) {
            throw new LabException("cannot start the lab: " + e.getMessage(), e);
        }
    }

    /**
     * Waits until it has come up and its console is there.
     *
     * @throws LabException with the end of what it printed, when that does not come
     */
    Console awaitConsole() throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_LIMIT_S);
        while (!said().contains(CONSOLE)) {
            if (!process.isAlive() || said().contains(NO_CONSOLE) || System.nanoTime() > deadlineNs) {
                final List<String> lines = said().lines().toList();
                throw new LabException("the lab did not come up:\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())));
            }
            Thread.sleep(POLL_MS);
        }
        return Console.of(files);
    }

    /** Whether it has not ended. Any thread. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until somebody ends it. */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    private String said() {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            return "";
        }
    }

    /** Ends it, in order. Any thread. */
    @Override
    public void close() {
        process.destroy();
        boolean interrupted = false;
        try {
            if (!process.waitFor(END_LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(log);
        } catch (final InterruptedException e) {
            interrupted = true;
            process.destroyForcibly();
        } catch (final IOException e) {
            throw new LabException("cannot delete " + log + ": " + e.getMessage(), e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
