// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of Vireo beside a node's data plane, which says in a sentence when it is ready. For one thread. */
final class NodeProcess {
    private static final long READY_LIMIT_MS = 60_000;
    private static final long STOP_LIMIT_MS = 3000;
    private static final long POLL_MS = 20;
    private static final int LOG_TAIL_LINES = 12;

    private final String what;
    private final List<String> line;
    private final String ready;
    private final Path log;
    private Process process;

    /**
     * Not started yet.
     *
     * @param what for messages, for example {@code the agent of compute1}
     * @param ready a part of the sentence that it says when it is
     * @param log gets what it prints, and is emptied at each start
     */
    NodeProcess(final String what, final List<String> line, final String ready, final Path log) {
        this.what = what;
        this.line = List.copyOf(line);
        this.ready = ready;
        this.log = log;
    }

    /** Starts it. */
    void start() {
        try {
            Files.deleteIfExists(log);
        } catch (final IOException e) {
            throw new LabException("cannot delete the log of " + what + ": " + e, e);
        }
        process = Commands.start(line, log);
    }

    /**
     * Waits until it is ready.
     *
     * @throws LabException when it ended or did not get ready in time, with the end of its log
     */
    void awaitReady() throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_LIMIT_MS);
        while (!log().contains(ready)) {
            if (!process.isAlive() || System.nanoTime() > deadlineNs) {
                throw new LabException(what + " did not get ready:\n" + logTail());
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Ends it, in order if it lets itself. */
    void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_MS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it was started and has not ended. */
    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** The last lines of what it printed. */
    String logTail() {
        final List<String> lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    }

    private String log() {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            return "";
        }
    }
}
