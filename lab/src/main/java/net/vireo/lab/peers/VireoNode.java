// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.Launcher;

/**
 * The data plane that {@code vireo run vrouter} runs, with one busy lcore on one CPU, provisioned by {@code vireo apply}.
 * In a network namespace and a directory of its own, with a veth {@code fabric0} for those that want it. One thread.
 */
final class VireoNode implements AutoCloseable {
    /** As its file calls it. */
    static final String NAME = "peers";

    /** And room for the misses that wait for the decider: docs/knobs.md. */
    private static final String FABRIC =
            "echo 1024 > /proc/sys/net/unix/max_dgram_qlen; ip link add fabric0 type veth peer name far0 && ip link set fabric0 up"
                    + " && ip link set far0 up && exec \"$@\"";

    private static final long READY_LIMIT_MS = 60_000;
    private static final long APPLY_LIMIT_MS = 120_000;
    private static final long METRICS_LIMIT_MS = 20_000;
    private static final long POLL_MS = 50;

    private final Path directory;
    private final Launcher launcher;
    private final int cpu;
    private final PeerProcesses processes = new PeerProcesses();
    private Process dataPlane;
    private double packetsBefore;
    private double busyNsBefore;

    /** @param directory is made; short, for sockets are in it */
    VireoNode(final Path directory, final Launcher launcher, final int cpu) {
        this.directory = directory;
        this.launcher = launcher;
        this.cpu = cpu;
    }

    /**
     * Starts and provisions it.
     *
     * @param yaml the node file
     * @param options more of {@code run vrouter}'s
     */
    void start(final String yaml, final List<String> options) throws InterruptedException {
        final Path file = directory.resolve("node.yaml");
        try {
            Files.createDirectories(directory);
            Files.writeString(file, yaml);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final List<String> arguments = new ArrayList<>(List.of(
                "run",
                "vrouter",
                "--node",
                NAME,
                "--lcores",
                "1",
                "--cpus",
                String.valueOf(cpu),
                "--poll",
                "busy",
                "--no-restart"));
        arguments.addAll(options);
        final List<String> line = new ArrayList<>(List.of("unshare", "--net", "sh", "-c", FABRIC, "sh"));
        line.addAll(inRunDirectory(arguments));
        final Path log = directory.resolve("vireo.log");
        dataPlane = processes.start(line, log);
        final Path socket = directory.resolve("run/nodes").resolve(NAME).resolve("dpdk_netlink");
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_LIMIT_MS);
        while (!Files.exists(socket)) {
            if (!dataPlane.isAlive() || System.nanoTime() > deadlineNs) {
                throw new LabException("the data plane did not start" + LogTail.of(log));
            }
            Thread.sleep(POLL_MS);
        }
        final Commands.Done done = Commands.run(inRunDirectory(List.of("apply", file.toString())), APPLY_LIMIT_MS);
        if (!done.ok()) {
            throw new LabException("vireo apply " + file + ": " + done.output().strip() + LogTail.of(log));
        }
    }

    void pause() throws InterruptedException {
        PeerProcesses.signal(dataPlane.toHandle(), "STOP");
    }

    void resume() throws InterruptedException {
        PeerProcesses.signal(dataPlane.toHandle(), "CONT");
    }

    /** {@link PeerSwitch#workNsPerPacket}, from the cycles that the data plane times by itself. */
    double workNsPerPacket() throws InterruptedException {
        final Commands.Done done = Commands.run(inRunDirectory(List.of("metrics", "--node", NAME)), METRICS_LIMIT_MS);
        if (!done.ok()) {
            throw new LabException("vireo metrics: " + done.output().strip());
        }
        final double packets = metric(done.output(), "vireo_lcore_timed_packets_total");
        final double busyNs = metric(done.output(), "vireo_lcore_timed_busy_nanoseconds_total");
        final double cost = packets > packetsBefore ? (busyNs - busyNsBefore) / (packets - packetsBefore) : 0;
        packetsBefore = packets;
        busyNsBefore = busyNs;
        return cost;
    }

    private static double metric(final String metrics, final String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        processes.end();
    }

    private List<String> inRunDirectory(final List<String> arguments) {
        final List<String> line = new ArrayList<>(List.of("env", "VIREO_RUN_DIR=" + directory.resolve("run")));
        line.addAll(launcher.with(arguments));
        return line;
    }
}
