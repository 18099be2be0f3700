// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The web console beside a lab that stays: outside of its namespaces, where the browser is. It starts when the checks are
 * done, since it would take their CPU time, and the kernel ends it with the thread that starts it. One thread.
 */
final class LabConsole {
    private static final int PORT = 8180;
    private static final String SAYS = "console at ";
    private static final long READY_LIMIT_MS = 120_000;
    private static final long POLL_MS = 50;
    private static final long STOP_LIMIT_MS = 3000;

    private final LabFiles files;
    private final Launcher launcher;
    private final PrintStream out;
    private volatile Process process;
    private boolean begun;

    /** @param out where the address is printed */
    LabConsole(final LabFiles files, final Launcher launcher, final PrintStream out) {
        this.files = files;
        this.launcher = launcher;
        this.out = out;
    }

    /** Starts it once the lab stays; does nothing before and after. */
    void startWhenKept() throws InterruptedException {
        if (begun || !Files.exists(files.kept())) {
            return;
        }
        begun = true;
        final List<String> line = new ArrayList<>(List.of(Tool.SETPRIV.command(), "--pdeathsig", "KILL", "--"));
        line.addAll(launcher.with(List.of("run", "web", "--port", String.valueOf(port()))));
        try {
            final ProcessBuilder builder = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(files.consoleLog().toFile());
            builder.environment().put(RunRoot.VARIABLE, files.root().toString());
            builder.environment().put("VIREO_NO_BUILD", "1");
            process = builder.start();
        } catch (final IOException e) {
            out.println("vireo lab: no web console: " + e.getMessage());
            return;
        }
        out.println(awaitAddress()
                .map(url -> " ".repeat(24) + "web console: " + url)
                .orElse("vireo lab: the web console does not start; see " + files.consoleLog()));
        out.flush();
    }

    private Optional<String> awaitAddress() throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_LIMIT_MS);
        while (process.isAlive() && System.nanoTime() < deadlineNs) {
            final Optional<String> said = log().lines()
                    .filter(line -> line.startsWith(SAYS))
                    .map(line -> line.substring(SAYS.length()))
                    .findFirst();
            if (said.isPresent()) {
                return said;
            }
            Thread.sleep(POLL_MS);
        }
        return Optional.empty();
    }

    private String log() {
        try {
            return Files.readString(files.consoleLog(), StandardCharsets.ISO_8859_1);
        } catch (final IOException notYet) {
            return "";
        }
    }

    /** The usual one, or a free one when somebody has that. */
    private static int port() {
        try (ServerSocket probe = new ServerSocket(PORT, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (final IOException taken) {
            return 0;
        }
    }

    /** Ends it. Any thread. */
    void stop() {
        final Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOP_LIMIT_MS, TimeUnit.MILLISECONDS)) {
                running.destroyForcibly();
            }
        } catch (final InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
