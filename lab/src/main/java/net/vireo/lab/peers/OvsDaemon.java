// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import net.vireo.lab.guest.GuestTool;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.LabException;

/**
 * OVS-DPDK as Debian packs it, with its database and a PMD on each of its CPUs, mostly one. Needs root, for it takes its memory in hugepages.
 * In a network namespace and a directory of its own. One thread.
 */
public final class OvsDaemon implements AutoCloseable {
    private static final String DAEMON = "/usr/lib/openvswitch-switch-dpdk/ovs-vswitchd-dpdk";
    private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";
    private static final long TOOL_LIMIT_MS = 60_000;
    private static final long READY_LIMIT_MS = 60_000;
    private static final long POLL_MS = 50;
    private static final Pattern PROCESSING = Pattern.compile(" processing cycles: (\\d+)");
    private static final Pattern IDLE = Pattern.compile(" idle cycles: (\\d+)");
    private static final Pattern PACKETS = Pattern.compile("packets received: (\\d+)");

    private final Path directory;
    private final long cpuMask;
    private final PeerProcesses processes = new PeerProcesses();
    private Process daemon;
    private long clearedNs = System.nanoTime();

    /** @param directory is made; short, for sockets are in it */
    OvsDaemon(final Path directory, final int cpu) {
        this(directory, 1L << cpu);
    }

    private OvsDaemon(final Path directory, final long cpuMask) {
        this.directory = directory;
        this.cpuMask = cpuMask;
    }

    /**
     * One that may use several CPUs.
     *
     * @param directory is made; short, for sockets are in it
     * @param cpuMask a bit for each CPU on which it may have a PMD
     */
    public static OvsDaemon on(final Path directory, final long cpuMask) {
        return new OvsDaemon(directory, cpuMask);
    }

    /** Starts it without a bridge. */
    public void start() throws InterruptedException {
        makeDirectory();
        tool("ovsdb-tool", "create", file("conf.db"), SCHEMA);
        processes.start(
                List.of(
                        GuestTool.OVSDB.command(),
                        file("conf.db"),
                        "--remote=punix:" + file("db.sock"),
                        "--unixctl=" + file("ovsdb.ctl")),
                directory.resolve("ovsdb.log"));
        final String mask = "0x" + Long.toHexString(cpuMask);
        untilAnswered("--no-wait", "init");
        control(
                "--no-wait",
                "set",
                "Open_vSwitch",
                ".",
                "other_config:dpdk-init=true",
                "other_config:dpdk-extra=-m 512 --no-pci --no-telemetry --file-prefix=vireo-peers-ovs"
                        + ProcessHandle.current().pid(),
                "other_config:pmd-cpu-mask=" + mask,
                "other_config:dpdk-lcore-mask=" + mask);
        daemon = processes.start(
                List.of(
                        "env",
                        "OVS_RUNDIR=" + directory,
                        "unshare",
                        "--net",
                        DAEMON,
                        "unix:" + file("db.sock"),
                        "--unixctl=" + file("vswitchd.ctl"),
                        "--pidfile=" + file("vswitchd.pid")),
                directory.resolve("vswitchd.log"));
    }

    /** Adds a bridge of the user space's data path; gives the words of {@code ovs-vsctl} for more. */
    public void bridge(final String name) throws InterruptedException {
        control("add-br", name, "--", "set", "bridge", name, "datapath_type=netdev");
    }

    /** Adds a vhost-user client port. */
    void guest(final String bridge, final String name, final Path socket) throws InterruptedException {
        control(
                "add-port",
                bridge,
                name,
                "--",
                "set",
                "Interface",
                name,
                "type=dpdkvhostuserclient",
                "options:vhost-server-path=" + socket);
    }

    /** Says something to the database, and waits until the daemon has done it. */
    public void control(final String... arguments) throws InterruptedException {
        final Commands.Done done = ask(arguments);
        if (!done.ok()) {
            throw new LabException("ovs-vsctl " + String.join(" ", arguments) + ": "
                    + done.output().strip() + LogTail.of(log()));
        }
        if (daemon != null && !daemon.isAlive()) {
            throw new LabException("ovs-vswitchd ended" + LogTail.of(log()));
        }
    }

    /** Says something to the daemon. @return what it answered */
    public String appctl(final String... arguments) throws InterruptedException {
        final List<String> line = new ArrayList<>(List.of(GuestTool.OVS_APPCTL.command(), "-t", file("vswitchd.ctl")));
        line.addAll(List.of(arguments));
        return tool(line.toArray(String[]::new));
    }

    /** Gives a bridge these flows and no others. */
    public void flows(final String bridge, final String... flows) throws InterruptedException {
        final String target = "unix:" + file(bridge + ".mgmt");
        final Path file = directory.resolve(bridge + ".flows");
        try {
            Files.write(file, List.of(flows));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        tool(GuestTool.OVS_OFCTL.command(), "del-flows", target);
        tool(GuestTool.OVS_OFCTL.command(), "add-flows", target, file.toString());
    }

    /** Runs a program in the daemon's network namespace. */
    void inside(final String... line) throws InterruptedException {
        tool(Commands.inside(Path.of("/proc", String.valueOf(daemon.pid()), "ns/net"), List.of(line))
                .toArray(String[]::new));
    }

    /** {@link PeerSwitch#workNsPerPacket}, from the cycles that the PMDs count. */
    double workNsPerPacket() throws InterruptedException {
        final String stats = appctl("dpif-netdev/pmd-stats-show");
        final long nowNs = System.nanoTime();
        appctl("dpif-netdev/pmd-stats-clear");
        final double working = sum(stats, PROCESSING);
        final double packets = sum(stats, PACKETS);
        // A PMD counts every cycle of its CPU as one or the other: together they are a clock.
        final double perNs = (working + sum(stats, IDLE)) / Math.max(1, nowNs - clearedNs);
        clearedNs = nowNs;
        return packets > 0 && perNs > 0 ? working / packets / perNs : 0;
    }

    private static double sum(final String stats, final Pattern pattern) {
        return pattern.matcher(stats)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }

    /** Stops it where it is. */
    void pause() throws InterruptedException {
        PeerProcesses.signal(daemon.toHandle(), "STOP");
    }

    /** Lets it go on. */
    void resume() throws InterruptedException {
        PeerProcesses.signal(daemon.toHandle(), "CONT");
    }

    @Override
    public void close() {
        processes.end();
    }

    private void makeDirectory() {
        try {
            Files.createDirectories(directory);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return directory.resolve("vswitchd.log");
    }

    private String file(final String name) {
        return directory.resolve(name).toString();
    }

    private void untilAnswered(final String... arguments) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_LIMIT_MS);
        while (!ask(arguments).ok()) {
            if (System.nanoTime() > deadlineNs) {
                throw new LabException("ovsdb-server does not answer" + LogTail.of(directory.resolve("ovsdb.log")));
            }
            Thread.sleep(POLL_MS);
        }
    }

    private Commands.Done ask(final String... arguments) throws InterruptedException {
        final List<String> line =
                new ArrayList<>(List.of(GuestTool.OVS_VSCTL.command(), "--timeout=50", "--db=unix:" + file("db.sock")));
        line.addAll(List.of(arguments));
        return Commands.run(line, TOOL_LIMIT_MS);
    }

    private static String tool(final String... line) throws InterruptedException {
        final Commands.Done done = Commands.run(List.of(line), TOOL_LIMIT_MS);
        if (!done.ok()) {
            throw new LabException(String.join(" ", line) + ": " + done.output().strip());
        }
        return done.output();
    }
}
