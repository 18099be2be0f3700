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
 * The data plane that {@code vireo run vrouter} runs, with one busy lcore on one CPU and two guests in a bridged network,
 * provisioned by {@code vireo apply}. In a network namespace of its own, with a veth as its fabric.
 */
final class VireoSwitch implements PeerSwitch {
    private static final String NODE = "peers";
    private static final String FABRIC = "ip link add fabric0 type veth peer name far0 && ip link set fabric0 up"
            + " && ip link set far0 up && exec \"$@\"";
    private static final long READY_LIMIT_MS = 40_000;
    private static final long APPLY_LIMIT_MS = 20_000;
    private static final long POLL_MS = 50;

    private final Path directory;
    private final Launcher launcher;
    private final int cpu;
    private final PeerProcesses processes = new PeerProcesses();
    private Process dataPlane;

    VireoSwitch(final Path directory, final Launcher launcher, final int cpu) {
        this.directory = directory;
        this.launcher = launcher;
        this.cpu = cpu;
    }

    @Override
    public String title() {
        return "Vireo";
    }

    @Override
    public void start() throws InterruptedException {
        final List<String> line = new ArrayList<>(List.of("unshare", "--net", "sh", "-c", FABRIC, "sh"));
        line.addAll(inRunDirectory(
                "run",
                "vrouter",
                "--node",
                NODE,
                "--lcores",
                "1",
                "--cpus",
                String.valueOf(cpu),
                "--poll",
                "busy",
                "--no-restart"));
        final Path log = directory.resolve("vireo.log");
        dataPlane = processes.start(line, log);
        final Path socket = directory.resolve("run/nodes").resolve(NODE).resolve("dpdk_netlink");
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_LIMIT_MS);
        while (!Files.exists(socket)) {
            if (!dataPlane.isAlive() || System.nanoTime() > deadlineNs) {
                throw new LabException("the data plane did not start; see " + log);
            }
            Thread.sleep(POLL_MS);
        }
        provision();
    }

    private void provision() throws InterruptedException {
        final Path file = directory.resolve("node.yaml");
        try {
            Files.writeString(file, yaml());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final Commands.Done done = Commands.run(inRunDirectory("apply", file.toString()), APPLY_LIMIT_MS);
        if (!done.ok()) {
            throw new LabException("vireo apply " + file + ": " + done.output().strip());
        }
    }

    private String yaml() {
        return """
                kind: Node
                apiVersion: vireo.net/v1
                node:
                  name: %s
                  address: 192.0.2.1
                  fabric: {device: fabric0, mac: 52:54:00:aa:00:01, mtu: 1600}
                networks:
                  - {name: green, vrf: 1, mode: l2, vni: 5001}
                interfaces:
                  - {name: g0, port: {vhost-user: %s, mode: client}, network: green, mac: %s, label: 16, bridge-label: 26}
                  - {name: g1, port: {vhost-user: %s, mode: client}, network: green, mac: %s, label: 17, bridge-label: 27}
                """.formatted(NODE, socket(0), PeerGuests.mac(0), socket(1), PeerGuests.mac(1));
    }

    private List<String> inRunDirectory(final String... arguments) {
        final List<String> line = new ArrayList<>(List.of("env", "VIREO_RUN_DIR=" + directory.resolve("run")));
        line.addAll(launcher.with(List.of(arguments)));
        return line;
    }

    @Override
    public Path socket(final int guest) {
        return directory.resolve("vireo" + guest + ".sock");
    }

    @Override
    public void pause() throws InterruptedException {
        PeerProcesses.signal(dataPlane.toHandle(), "STOP");
    }

    @Override
    public void resume() throws InterruptedException {
        PeerProcesses.signal(dataPlane.toHandle(), "CONT");
    }

    @Override
    public void close() {
        processes.end();
    }
}
