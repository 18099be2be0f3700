// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.NodeYaml;
import net.vireo.lab.topology.Topology;

/** The data planes of the bench, each with its own offload mode. */
final class BenchPlanes {
    private static final long READY_LIMIT_MS = 40_000;
    private static final long APPLY_LIMIT_MS = 20_000;
    private static final long STOP_LIMIT_MS = 3000;
    private static final long POLL_MS = 20;

    private final Topology topology;
    private final LabFiles files;
    private final Launcher launcher;
    private final Map<ComputeNode, Process> processes = new LinkedHashMap<>();

    BenchPlanes(final Topology topology, final LabFiles files, final Launcher launcher) {
        this.topology = topology;
        this.files = files;
        this.launcher = launcher;
    }

    /** Starts all and waits until each has its socket. */
    void start() throws InterruptedException {
        for (final ComputeNode node : topology.nodes()) {
            final List<String> line = launcher.with(List.of(
                    "run",
                    "vrouter",
                    "--node",
                    node.name(),
                    "--host-netns",
                    files.space(node.hostSpace()).toString(),
                    "--offloads",
                    BenchTopology.offloads(node)));
            processes.put(
                    node,
                    Commands.start(Commands.inside(files.space(node.dataPlaneSpace()), line), files.log(node.name())));
        }
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_LIMIT_MS);
        for (final Map.Entry<ComputeNode, Process> each : processes.entrySet()) {
            final String name = each.getKey().name();
            while (!Files.exists(files.node(name).resolve("dpdk_netlink"))) {
                if (!each.getValue().isAlive() || System.nanoTime() > deadlineNs) {
                    throw new LabException("the data plane of " + name + " did not start; see " + files.log(name));
                }
                Thread.sleep(POLL_MS);
            }
        }
    }

    /** Provisions one node. */
    void provision(final ComputeNode node) throws InterruptedException {
        final Path yaml = files.yaml(node.name());
        try {
            Files.writeString(yaml, NodeYaml.of(topology, node), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final Commands.Done done =
                Commands.run(launcher.with(List.of("apply", yaml.toString(), "--node", node.name())), APPLY_LIMIT_MS);
        if (!done.ok()) {
            throw new LabException("vireo apply " + yaml + ":\n" + done.output().strip());
        }
    }

    /** The process that forwards for a node, as seen here. */
    long pid(final String node) {
        try {
            return Long.parseLong(Files.readString(files.vrouterPid(node), StandardCharsets.US_ASCII)
                    .strip());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all. */
    void stop() {
        processes.values().forEach(Process::destroy);
        for (final Process process : processes.values()) {
            try {
                if (!process.waitFor(STOP_LIMIT_MS, TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (final InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
