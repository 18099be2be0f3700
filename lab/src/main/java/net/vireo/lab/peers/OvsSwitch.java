// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.LabException;

/**
 * OVS-DPDK as Debian packs it: one PMD on one CPU, a bridge that learns addresses (action NORMAL), two vhost-user client
 * ports. Needs root, for it takes its memory in hugepages. In a network namespace and a directory of its own.
 */
final class OvsSwitch implements PeerSwitch {
    private static final String DAEMON = "/usr/lib/openvswitch-switch-dpdk/ovs-vswitchd-dpdk";
    private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";
    private static final long TOOL_LIMIT_MS = 20_000;
    private static final long READY_LIMIT_MS = 15_000;
    private static final long POLL_MS = 50;

    private final Path directory;
    private final int cpu;
    private final PeerProcesses processes = new PeerProcesses();
    private Process daemon;

    OvsSwitch(final Path directory, final int cpu) {
        this.directory = directory;
        this.cpu = cpu;
    }

    @Override
    public String title() {
        return "OVS-DPDK";
    }

    @Override
    public void start() throws InterruptedException {
        tool("ovsdb-tool", "create", file("conf.db"), SCHEMA);
        processes.start(
                List.of(
                        "ovsdb-server",
                        file("conf.db"),
                        "--remote=punix:" + file("db.sock"),
                        "--unixctl=" + file("ovsdb.ctl")),
                directory.resolve("ovsdb.log"));
        final String mask = "0x" + Long.toHexString(1L << cpu);
        untilAnswered("--no-wait", "init");
        control(
                "--no-wait",
                "set",
                "Open_vSwitch",
                ".",
                "other_config:dpdk-init=true",
                "other_config:dpdk-extra=-m 512 --no-pci --no-telemetry --file-prefix=vireo-peers-ovs",
                "other_config:pmd-cpu-mask=" + mask,
                "other_config:dpdk-lcore-mask=" + mask);
        daemon = processes.start(
                List.of(
                        "unshare",
                        "--net",
                        DAEMON,
                        "unix:" + file("db.sock"),
                        "--unixctl=" + file("vswitchd.ctl"),
                        "--pidfile=" + file("vswitchd.pid")),
                directory.resolve("vswitchd.log"));
        control("add-br", "br0", "--", "set", "bridge", "br0", "datapath_type=netdev");
        for (int guest = 0; guest < 2; guest++) {
            control(
                    "add-port",
                    "br0",
                    "vhu" + guest,
                    "--",
                    "set",
                    "Interface",
                    "vhu" + guest,
                    "type=dpdkvhostuserclient",
                    "options:vhost-server-path=" + socket(guest));
        }
        if (!daemon.isAlive()) {
            throw new LabException("ovs-vswitchd ended; see " + directory.resolve("vswitchd.log"));
        }
    }

    @Override
    public Path socket(final int guest) {
        return directory.resolve("ovs" + guest + ".sock");
    }

    @Override
    public void pause() throws InterruptedException {
        PeerProcesses.signal(daemon.toHandle(), "STOP");
    }

    @Override
    public void resume() throws InterruptedException {
        PeerProcesses.signal(daemon.toHandle(), "CONT");
    }

    @Override
    public void close() {
        processes.end();
    }

    private String file(final String name) {
        return directory.resolve(name).toString();
    }

    private void untilAnswered(final String... arguments) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_LIMIT_MS);
        while (!ask(arguments).ok()) {
            if (System.nanoTime() > deadlineNs) {
                throw new LabException("ovsdb-server does not answer; see " + directory.resolve("ovsdb.log"));
            }
            Thread.sleep(POLL_MS);
        }
    }

    private void control(final String... arguments) throws InterruptedException {
        final Commands.Done done = ask(arguments);
        if (!done.ok()) {
            throw new LabException("ovs-vsctl " + String.join(" ", arguments) + ": "
                    + done.output().strip() + "; see " + directory.resolve("vswitchd.log"));
        }
    }

    private Commands.Done ask(final String... arguments) throws InterruptedException {
        final List<String> line = new ArrayList<>(List.of("ovs-vsctl", "--timeout=15", "--db=unix:" + file("db.sock")));
        line.addAll(List.of(arguments));
        return Commands.run(line, TOOL_LIMIT_MS);
    }

    private static void tool(final String... line) throws InterruptedException {
        final Commands.Done done = Commands.run(List.of(line), TOOL_LIMIT_MS);
        if (!done.ok()) {
            throw new LabException(String.join(" ", line) + ": " + done.output().strip());
        }
    }
}
