// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import net.vireo.agent.bind.ExplainQuery;
import net.vireo.agent.bind.FastPath;
import net.vireo.agent.bind.FlowRules;
import net.vireo.agent.bind.FlowTables;
import net.vireo.agent.bind.PolicyFlows;
import net.vireo.agent.bind.Services;
import net.vireo.agent.config.ConfigDirectory;
import net.vireo.agent.config.ConfigWatch;
import net.vireo.agent.engine.Engine;
import net.vireo.agent.host.HostServices;
import net.vireo.agent.http.LocalServer;
import net.vireo.agent.introspect.Introspection;
import net.vireo.agent.introspect.Tables;
import net.vireo.agent.oper.OperBuilder;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.FlowDecider;
import net.vireo.agent.packet.PacketService;
import net.vireo.agent.port.PortApi;
import net.vireo.agent.port.PortTable;
import net.vireo.agent.program.ControlSocket;
import net.vireo.agent.program.NameJournal;
import net.vireo.agent.program.Programmer;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.run.AgentService;
import net.vireo.cli.tables.NodeState;
import net.vireo.cli.text.JsonText;
import net.vireo.linux.LinuxException;

/** The agent as a process: makes its parts, ties them together, takes them down. */
public final class AgentProcess implements AgentService {
    /** Made by the service loader. */
    public AgentProcess() {}

    @Override
    public Verdict check(final Path config) {
        final ConfigDirectory directory = new ConfigDirectory(config);
        final OperState state = OperBuilder.build(directory.current(), Map.of(), new NodeNames(""), new NodeState());
        final List<String> problems = new ArrayList<>(directory.problems());
        if (state.config().node().isEmpty()) {
            problems.add("no Agent is configured: one document has to say what this node is");
        }
        problems.addAll(state.problems());
        state.ports().stream()
                .filter(port -> !port.isActive() && !isWaiting(state, port))
                .forEach(port -> problems.add("port " + port.config().name() + ": " + port.reason()));
        return new Verdict(
                problems,
                config + ": " + state.networks().size() + " networks, "
                        + state.ports().size() + " ports, " + problems.size() + " problems");
    }

    /** For a device, which is nothing wrong. */
    private static boolean isWaiting(final OperState state, final OperPort port) {
        return port.config().device().isEmpty()
                && state.config().network(port.config().network()).isPresent();
    }

    @Override
    public void serve(final Wish wish, final Consumer<String> ready) throws IOException, InterruptedException {
        final NodeDirectory node = wish.node();
        Files.createDirectories(
                node.path(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        final PortTable ports = new PortTable(wish.state().resolve("ports"));
        final Programmer programmer = new Programmer(
                () -> ControlSocket.connect(node.socket()),
                new NameJournal(node.path()),
                wish.settle().toNanos());
        final FastPath fast = new FastPath();
        final Engine engine = new Engine(new ConfigDirectory(wish.config()), ports, programmer, fast);
        // The packets' socket is had by one agent only, so that a second one ends here, before it touches anything.
        try (Services services = new Services(engine::state);
                HostServices host = new HostServices(engine::state, services::askName);
                PolicyFlows flows = new PolicyFlows(node, engine::state, engine::takenInNs, host::doors);
                PacketService packets = packets(node.path(), services, flows);
                engine;
                ConfigWatch watch = new ConfigWatch(wish.config(), engine::lookNow);
                LocalServer api =
                        server("port API", wish.portApi(), "agent-ports", new PortApi(ports, engine, engine::state));
                LocalServer pages = server(
                        "introspection",
                        wish.introspect(),
                        "agent-pages",
                        new Introspection(
                                new Tables(engine, packets, flows, new FlowTables(flows, engine::state), services, host)
                                        .with(fast),
                                Map.of(
                                        ExplainQuery.PATH,
                                        new ExplainQuery(engine::state, host::doors),
                                        FlowRules.PATH,
                                        new FlowRules(flows))))) {
            engine.onChange(flows::changed);
            services.wokenBy(packets::wake);
            services.taughtTo(engine::learn);
            engine.start();
            watch.start();
            api.openDoor(node.path().resolve(PORT_API_SOCKET));
            pages.openDoor(node.path().resolve(PAGES_SOCKET));
            final Path file = tell(node.path(), api.port(), pages.port());
            ready.accept("agent of node " + node.name() + ": ports at http://127.0.0.1:" + api.port()
                    + ", tables at http://127.0.0.1:" + pages.port());
            try {
                new CountDownLatch(1).await();
            } finally {
                Files.deleteIfExists(file);
            }
        }
    }

    private static PacketService packets(final Path directory, final Services services, final FlowDecider flows)
            throws IOException {
        try {
            return PacketService.start(directory, services.handlers(), flows);
        } catch (final LinuxException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static LocalServer server(
            final String what, final int port, final String thread, final LocalServer.Handler handler)
            throws IOException {
        try {
            return new LocalServer(port, thread, handler);
        } catch (final IOException e) {
            throw new IOException(
                    "cannot listen on 127.0.0.1 port " + port + " for the " + what + ": " + e.getMessage(), e);
        }
    }

    /** Where the tools find its servers. */
    private static Path tell(final Path directory, final int portApi, final int introspect) throws IOException {
        final Path file = directory.resolve(PORTS_FILE);
        final Path temporary = directory.resolve(PORTS_FILE + ".new");
        Files.writeString(temporary, JsonText.line(Map.of("portApi", portApi, "introspect", introspect)));
        return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
