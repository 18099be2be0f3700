// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.topology.ComputeNode;

/** {@code vireo run permit} for one node: permits each flow that its data plane asks about. For one thread. */
public final class Decider {
    private static final String READY = "permits every flow";
    private static final long READY_LIMIT_MS = 60_000;
    private static final long STOP_LIMIT_MS = 3000;
    private static final long POLL_MS = 20;

    private final ComputeNode node;
    private final LabFiles files;
    private final Launcher launcher;
    private Process process;

    public Decider(final ComputeNode node, final LabFiles files, final Launcher launcher) {
        this.node = node;
        this.files = files;
        this.launcher = launcher;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @throws LabException when it does not
     */
    public void start() throws InterruptedException {
        try {
            Files.deleteIfExists(files.deciderLog(node.name()));
        } catch (final IOException e) {
            throw new LabException("cannot delete the log of a decider: " + e, e);
        }
        process = Commands.start(
                launcher.with(List.of("run", "permit", "--node", node.name())), files.deciderLog(node.name()));
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_LIMIT_MS);
        while (!log().contains(READY)) {
            if (!process.isAlive() || System.nanoTime() > deadlineNs) {
                throw new LabException("nobody permits the flows of " + node.name() + ":\n" + log());
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Ends it: new flows wait, and are dropped in the end. */
    public void stop() {
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

    private String log() {
        try {
            return Files.readString(files.deciderLog(node.name()), StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            return "";
        }
    }
}
