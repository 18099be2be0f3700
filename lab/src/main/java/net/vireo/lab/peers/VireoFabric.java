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
 * The data plane that {@code vireo run vrouter} runs, one busy lcore on one CPU, between a guest in a bridged network and
 * another node: VXLAN comes and goes on the link, by a given kind of fabric port.
 */
final class VireoFabric implements FabricSwitch {
    static final int VNI = 5001;
    /** Ethernet, IPv4, UDP and VXLAN. */
    private static final int OVERHEAD_BYTES = 14 + 20 + 8 + 8;

    static final String NODE_ADDRESS = "192.0.2.1";
    static final String FAR_ADDRESS = "192.0.2.2";
    private static final String NODE = "fabric";
    private static final long READY_LIMIT_MS = 40_000;
    private static final long TOOL_LIMIT_MS = 60_000;
    private static final long POLL_MS = 50;

    /** The far node answers no ARP. */
    private static final String HOST = "ip address add " + NODE_ADDRESS + "/24 dev vhost0 && ip link set vhost0 up"
            + " && ip neighbour replace " + FAR_ADDRESS + " lladdr " + FAR_MAC + " dev vhost0 nud permanent";

    private final Path directory;
    private final Launcher launcher;
    private final int cpu;
    private final String fabricPort;
    private final PeerProcesses processes = new PeerProcesses();
    private Process dataPlane;

    /** @param fabricPort as {@code --fabric-port} takes it: xdp or packet-socket */
    VireoFabric(final Path directory, final Launcher launcher, final int cpu, final String fabricPort) {
        this.directory = directory.resolve(fabricPort);
        this.launcher = launcher;
        this.cpu = cpu;
        this.fabricPort = fabricPort;
    }

    @Override
    public String title() {
        return PeersRow.OURS + " " + fabricPort;
    }

    @Override
    public void start() throws InterruptedException {
        write("node.yaml", yaml());
        final List<String> line = new ArrayList<>(List.of("unshare", "--net", "sh", "-c", WIRED, "sh"));
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
                "--fabric-port",
                fabricPort,
                "--no-restart"));
        dataPlane = processes.start(line, log());
        final Path socket = directory.resolve("run/nodes").resolve(NODE).resolve("dpdk_netlink");
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_LIMIT_MS);
        while (!Files.exists(socket)) {
            if (!dataPlane.isAlive() || System.nanoTime() > deadlineNs) {
                throw new LabException("the data plane did not start; see " + log());
            }
            Thread.sleep(POLL_MS);
        }
        must(inRunDirectory("apply", directory.resolve("node.yaml").toString()));
        must(Commands.inside(space(), List.of("sh", "-c", HOST)));
    }

    private void must(final List<String> line) throws InterruptedException {
        final Commands.Done done = Commands.run(line, TOOL_LIMIT_MS);
        if (!done.ok()) {
            throw new LabException(String.join(" ", line) + ": " + done.output().strip() + "; see " + log());
        }
    }

    private Path log() {
        return directory.resolve("vireo.log");
    }

    private void write(final String name, final String text) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name), text);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String yaml() {
        return """
                kind: Node
                apiVersion: vireo.net/v1
                node:
                  name: %s
                  address: %s
                  encap: vxlan
                  fabric: {device: %s, mac: "%s", mtu: %d}
                networks:
                  - {name: green, vrf: 1, mode: l2, vni: %d}
                peers:
                  - {name: far, address: %s}
                interfaces:
                  - {name: g0, port: {vhost-user: %s, mode: client}, network: green, mac: "%s"}
                macs:
                  - {network: green, mac: "%s", via: far}
                """.formatted(
                        NODE,
                        NODE_ADDRESS,
                        NEAR_LINK,
                        NEAR_MAC,
                        MTU_BYTES,
                        VNI,
                        FAR_ADDRESS,
                        socket(0),
                        PeerGuests.mac(0),
                        PeerGuests.mac(1));
    }

    private List<String> inRunDirectory(final String... arguments) {
        final List<String> line = new ArrayList<>(List.of("env", "VIREO_RUN_DIR=" + directory.resolve("run")));
        line.addAll(launcher.with(List.of(arguments)));
        return line;
    }

    @Override
    public Path space() {
        return Path.of("/proc", String.valueOf(dataPlane.pid()), "ns/net");
    }

    @Override
    public int overheadBytes() {
        return OVERHEAD_BYTES;
    }

    @Override
    public Path socket(final int guest) {
        return directory.resolve("guest" + guest + ".sock");
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
