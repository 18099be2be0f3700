// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.vireo.lab.capture.Capture;
import net.vireo.lab.host.Attachment;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.host.DataPlane;
import net.vireo.lab.host.FabricWiring;
import net.vireo.lab.host.GuestWiring;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.host.Spaces;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.NodeYaml;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.topology.VhostPort;
import net.vireo.linux.NetNamespace;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compute nodes as the lab makes them, with the real launcher, whose guests are on vhost-user sockets. */
final class MachineNodes implements AutoCloseable {
    private static final long READY_LIMIT_MS = 30_000;
    private static final long TOOL_LIMIT_MS = 30_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Topology topology;
    private final LabFiles files;
    private final Launcher launcher;
    private final Map<String, DataPlane> planes = new LinkedHashMap<>();
    private final Set<Guest> listening;
    private final int queues;
    private Capture fabric;

    /**
     * @param directory for everything; short, for sockets are in it
     * @param listening the guests that make their sockets
     * @param queues queue pairs that each guest may have
     */
    MachineNodes(final Topology topology, final Path directory, final Set<Guest> listening, final int queues) {
        this.topology = topology;
        this.listening = Set.copyOf(listening);
        this.queues = queues;
        files = new LabFiles(directory.resolve("run"));
        final String script = System.getProperty(Launcher.PROPERTY, System.getenv("VIREO_LAUNCHER"));
        assertThat(script)
                .as("these tests need the launcher: -D%s=PATH or VIREO_LAUNCHER", Launcher.PROPERTY)
                .isNotEmpty();
        launcher = new Launcher(List.of("env", "VIREO_RUN_DIR=" + files.root(), script));
    }

    /** A MAC address in writing. */
    static String mac(final Guest guest) {
        return String.format(Locale.ROOT, "%012x", guest.mac()).replaceAll("(..)(?!$)", "$1:");
    }

    /** Where the socket of a guest is. */
    Path socket(final Guest guest) {
        return files.root().resolve(guest.name());
    }

    /** Starts and provisions the nodes. */
    void start() throws IOException, InterruptedException {
        Files.createDirectories(files.spaces());
        final Spaces spaces = new Spaces(files);
        for (final ComputeNode node : topology.nodes()) {
            spaces.create(node.hostSpace());
            spaces.create(node.dataPlaneSpace());
            Files.createDirectories(files.node(node.name()));
        }
        final FabricWiring.Built built = new FabricWiring(spaces, topology).build();
        fabric = Capture.open(files.space(built.captureSpace()), built.captureLink(), List.of(), false);
        final GuestWiring hosts = new GuestWiring(
                spaces, topology.withoutGuests(), Attachment.choose("auto").kind());
        hosts.prepare();
        for (final ComputeNode node : topology.nodes()) {
            planes.put(node.name(), DataPlane.start(node, files, launcher));
        }
        for (final ComputeNode node : topology.nodes()) {
            planes.get(node.name()).awaitReady(READY_LIMIT_MS);
            Files.writeString(files.yaml(node.name()), NodeYaml.of(topology, node, ports()), StandardCharsets.UTF_8);
            tool("apply", files.yaml(node.name()).toString(), "--node", node.name());
            hosts.finish(node);
        }
    }

    /** Runs a tool of Vireo that must succeed; what it printed. */
    String tool(final String... arguments) throws InterruptedException {
        final Done done = Commands.run(launcher.with(List.of(arguments)), TOOL_LIMIT_MS);
        assertThat(done.ok())
                .as("%s: %s%s", List.of(arguments), done.output(), logs())
                .isTrue();
        return done.output();
    }

    /** Asserts that each node's ledger balances, and that something went through it. */
    void assertBalanced() throws InterruptedException {
        for (final ComputeNode node : topology.nodes()) {
            final Done done = Commands.runQuietly(
                    launcher.with(List.of("ledger", "--node", node.name(), "-o", "json")), TOOL_LIMIT_MS);
            assertThat(done.ok()).as(done.output()).isTrue();
            final JsonNode ledger = JSON.readTree(done.output());
            assertThat(ledger.path("balanced").asBoolean()).as(done.output()).isTrue();
            assertThat(ledger.path("sum").path("in").asLong()).as(done.output()).isPositive();
        }
    }

    /** What a node's counters say, for messages. */
    String figures(final String node) {
        final StringBuilder figures = new StringBuilder("\n");
        try {
            for (final List<String> words :
                    List.of(List.of("vif", "--list"), List.of("dropstats"), List.of("ledger"))) {
                final List<String> line = new ArrayList<>(words);
                line.addAll(List.of("--node", node));
                figures.append(Commands.run(launcher.with(line), TOOL_LIMIT_MS).output());
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return figures.append(logs()).toString();
    }

    /** What each data plane said at last. */
    String logs() {
        final StringBuilder logs = new StringBuilder();
        planes.forEach(
                (name, plane) -> logs.append('\n').append(name).append(":\n").append(plane.logTail()));
        return logs.toString();
    }

    /** What goes between the nodes. */
    Capture fabric() {
        return fabric;
    }

    /** The data plane of a node. */
    DataPlane plane(final String node) {
        return planes.get(node);
    }

    /** Until a second process of the node waits: it holds the pid file open. */
    void awaitSpare(final String node) {
        final Path pid = files.node(node).resolve("vrouter.pid");
        Awaitility.await("a spare of " + node)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> holders(pid) == 2);
    }

    private static long holders(final Path file) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes.filter(process -> holds(process, file)).count();
        }
    }

    private static boolean holds(final Path process, final Path file) {
        try (Stream<Path> fds = Files.list(process.resolve("fd"))) {
            return fds.anyMatch(fd -> isLinkTo(fd, file));
        } catch (final IOException gone) {
            return false;
        }
    }

    private static boolean isLinkTo(final Path fd, final Path file) {
        try {
            return Files.readSymbolicLink(fd).equals(file);
        } catch (final IOException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        planes.values().forEach(DataPlane::stop);
        fabric.close();
        try (Stream<Path> made = Files.list(files.spaces())) {
            made.forEach(NetNamespace::delete);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, VhostPort> ports() {
        final Map<String, VhostPort> ports = new LinkedHashMap<>();
        for (final Guest guest : topology.guests()) {
            ports.put(guest.name(), new VhostPort(socket(guest).toString(), listening.contains(guest), queues));
        }
        return ports;
    }
}
