// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.topology.ComputeNode;

/** The data plane process of one node, in its namespace. Used by the lab's main thread. */
public final class DataPlane {
    private static final long STOP_LIMIT_MS = 3000;
    private static final long SIGNAL_LIMIT_MS = 2000;
    private static final long POLL_MS = 10;
    private static final int LOG_TAIL_LINES = 12;

    private final ComputeNode node;
    private final LabFiles files;
    private final Process process;
    private boolean frozen;

    private DataPlane(final ComputeNode node, final LabFiles files, final Process process) {
        this.node = node;
        this.files = files;
        this.process = process;
    }

    /** Starts {@code vireo run vrouter}; it is not ready yet. */
    public static DataPlane start(final ComputeNode node, final LabFiles files, final Launcher launcher) {
        return start(node, List.of(), files, launcher);
    }

    /**
     * The same with more options.
     *
     * @param options of {@code vireo run vrouter}
     */
    public static DataPlane start(
            final ComputeNode node, final List<String> options, final LabFiles files, final Launcher launcher) {
        final List<String> words = new ArrayList<>(List.of(
                "run",
                "vrouter",
                "--node",
                node.name(),
                "--host-netns",
                files.space(node.hostSpace()).toString()));
        words.addAll(options);
        return new DataPlane(
                node,
                files,
                Commands.start(
                        Commands.inside(files.space(node.dataPlaneSpace()), launcher.with(words)),
                        files.log(node.name())));
    }

    /**
     * Waits until its control socket answers.
     *
     * @throws LabException when it ended or did not answer in time, with the end of its log
     */
    public void awaitReady(final long limitMs) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        final Path socket = files.node(node.name()).resolve("dpdk_netlink");
        while (!answers(socket)) {
            if (!process.isAlive()) {
                throw new LabException("the data plane of " + node.name() + " ended with exit code "
                        + process.exitValue() + ":\n" + logTail());
            }
            if (System.nanoTime() > deadlineNs) {
                throw new LabException("the data plane of " + node.name() + " does not answer on " + socket + " after "
                        + limitMs / 1000 + " s:\n" + logTail());
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Stops its threads where they are (SIGSTOP): nothing is forwarded until {@link #resume()}. */
    public void freeze() throws InterruptedException {
        signal("STOP");
        frozen = true;
    }

    /** Lets it go on (SIGCONT). */
    public void resume() throws InterruptedException {
        signal("CONT");
        frozen = false;
    }

    /** Whether it is stopped by {@link #freeze()}. */
    public boolean frozen() {
        return frozen;
    }

    /** Ends it, in order if it lets itself; a frozen one cannot. */
    public void stop() {
        if (frozen) {
            process.destroyForcibly();
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

    /** The last lines of what it printed. */
    public String logTail() {
        try {
            final List<String> lines = Files.readAllLines(files.log(node.name()), StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (final IOException e) {
            return "(no log: " + e + ")";
        }
    }

    /** Kills the process that forwards (SIGKILL); its parent sees to it that another one goes on. */
    public void kill() throws InterruptedException {
        signal("KILL");
    }

    /** The process that forwards: a child of the one that the lab started. */
    private String pid() {
        try {
            return Files.readString(files.node(node.name()).resolve("vrouter.pid"), StandardCharsets.US_ASCII)
                    .strip();
        } catch (final IOException e) {
            throw new LabException("nothing forwards for " + node.name() + ": " + e);
        }
    }

    private void signal(final String name) throws InterruptedException {
        final String pid = pid();
        if (!Commands.run(List.of("sh", "-c", "kill -" + name + " " + pid), SIGNAL_LIMIT_MS)
                .ok()) {
            throw new LabException("cannot send SIG" + name + " to the data plane of " + node.name());
        }
    }

    private static boolean answers(final Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (final IOException e) {
            return false;
        }
    }
}
