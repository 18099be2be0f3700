// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.topology.AgentFiles;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.topology.VhostPort;
import net.vireo.linux.NetNamespace;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code vireo run agent} for one node, in the host's namespace: its ports are that namespace's, so every node has the
 * usual ones. It is told by files, as a person tells it.
 */
public final class LabAgent implements Decider {
    private static final long PROGRAMMED_LIMIT_MS = 60_000;
    private static final long POLL_MS = 50;
    private static final JsonMapper JSON = new JsonMapper();

    private final ComputeNode node;
    private final LabFiles files;
    private final int ports;
    private final NodeProcess process;

    private LabAgent(final ComputeNode node, final LabFiles files, final Launcher launcher, final int ports) {
        this.node = node;
        this.files = files;
        this.ports = ports;
        process = new NodeProcess(
                "the agent of " + node.name(),
                Commands.inside(
                        files.space(node.hostSpace()),
                        launcher.with(List.of(
                                "run",
                                "agent",
                                "--node",
                                node.name(),
                                "--config",
                                files.agentConfig(node.name()).toString()))),
                "agent of node " + node.name(),
                files.agentLog(node.name()));
    }

    /**
     * Writes a node's files and starts its agent; it is not ready yet.
     *
     * @param sockets of guests that are machines, by their names
     */
    public static LabAgent begin(
            final Topology topology,
            final ComputeNode node,
            final Map<String, VhostPort> sockets,
            final LabFiles files,
            final Launcher launcher) {
        try {
            final Path directory = Files.createDirectories(files.agentConfig(node.name()));
            for (final Map.Entry<String, String> file :
                    AgentFiles.of(topology, node, sockets).entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write the files of " + node.name(), e);
        }
        final LabAgent agent =
                new LabAgent(node, files, launcher, topology.guestsOn(node).size());
        agent.process.start();
        return agent;
    }

    @Override
    public void start() throws InterruptedException {
        process.start();
        awaitProgrammed();
    }

    @Override
    public void stop() {
        process.stop();
    }

    /**
     * Waits until the data plane is what the files say.
     *
     * @throws LabException when it does not become so in time, with what the agent says against it
     */
    public void awaitProgrammed() throws InterruptedException {
        process.awaitReady();
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PROGRAMMED_LIMIT_MS);
        while (!isProgrammed()) {
            if (!process.isAlive() || System.nanoTime() > deadlineNs) {
                throw new LabException("the agent of " + node.name() + " has not done its work: "
                        + table("problems").toPrettyString() + "\n" + process.logTail());
            }
            Thread.sleep(POLL_MS);
        }
    }

    private boolean isProgrammed() {
        final JsonNode status = table("status").path(0);
        return status.path("dataPlane").asString("").equals("connected")
                && status.path("activePorts").asInt(-1) == ports
                && status.path("problems").asInt(-1) == 0
                && status.path("refused").asInt(-1) == 0;
    }

    /** One of the tables that the agent shows; empty when it does not answer. */
    public JsonNode table(final String name) {
        try {
            final int port = JSON.readTree(
                            Files.readString(files.node(node.name()).resolve("agent.json")))
                    .path("introspect")
                    .asInt(0);
            return JSON.readTree(
                    NetNamespace.call(files.space(node.hostSpace()), () -> PlainHttp.get(port, "/api/" + name)));
        } catch (final IOException | JacksonException notNow) {
            return JSON.createArrayNode();
        }
    }

    /**
     * Replaces one of the files of a node, at once.
     *
     * @param name of {@link AgentFiles}
     */
    public static void replace(final LabFiles files, final String node, final String name, final String text) {
        final Path file = files.agentConfig(node).resolve(name);
        final Path fresh = file.resolveSibling(name + ".new");
        try {
            Files.writeString(fresh, text, StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
