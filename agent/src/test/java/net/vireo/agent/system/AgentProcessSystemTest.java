// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code vireo run agent} as people and service managers start and stop it, without a data plane. */
@Tag("system")
@Timeout(300)
class AgentProcessSystemTest {
    @TempDir
    private Path directory;

    private final List<VireoProcess> processes = new ArrayList<>();
    private Path run;
    private Path node;
    private Path config;

    @BeforeEach
    void write() throws IOException {
        run = Files.createDirectories(directory.resolve("run"));
        node = run.resolve("nodes/compute1");
        config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(config.resolve("node.yaml"), GuestPair.CONFIG);
        Files.writeString(config.resolve("ports.yaml"), GuestPair.PORTS);
    }

    @AfterEach
    void end() {
        processes.forEach(VireoProcess::close);
    }

    private VireoProcess agent(final String... more) throws IOException {
        final List<String> words = new ArrayList<>(List.of(
                "run", "agent", "--node", "compute1", "--run-dir", run.toString(), "--config", config.toString()));
        words.addAll(List.of(more));
        final VireoProcess agent = new VireoProcess(run, "-Xmx256m", words.toArray(String[]::new));
        processes.add(agent);
        return agent;
    }

    private VireoProcess serving() throws IOException {
        return agent("--port-api", "0", "--introspect", "0").awaitOutput("tables at");
    }

    private void assertNothingIsLeft() {
        assertThat(node.resolve("agent.json")).doesNotExist();
        assertThat(node.resolve("agent_pkt0")).doesNotExist();
    }

    @Test
    void shouldWaitForADataPlaneAndSaySo() throws Exception {
        serving();
        new AgentPages(node).awaitStatus("dataPlane", "dpdk_netlink");

        assertThat(VireoProcess.tool(node, "agent", "status"))
                .contains("agent of compute1: no data plane, 2 of 2 ports active")
                .contains("sent 0 changes")
                .contains("data plane: no vRouter is listening on " + node.resolve("dpdk_netlink"))
                .endsWith("[exit code 1]");
    }

    @Test
    void shouldLeaveNothingAfterCtrlCOrASignalToEnd() throws Exception {
        for (final String signal : List.of("INT", "TERM")) {
            final VireoProcess agent = serving();
            assertThat(node.resolve("agent.json")).exists();
            agent.signal(signal);

            assertThat(agent.awaitEnd()).as("128 and the signal").isIn(130, 143);
            assertThat(agent.output().lines())
                    .as("nothing but what it said first")
                    .hasSize(1);
            assertNothingIsLeft();
            assertThat(VireoProcess.tool(node, "agent", "status"))
                    .contains("no agent runs for node")
                    .endsWith("[exit code 1]");
        }
    }

    @Test
    void shouldRefuseASecondAgentAndLeaveTheFirstAlone() throws Exception {
        final VireoProcess first = serving();
        final String ports = Files.readString(node.resolve("agent.json"));
        final VireoProcess second = agent("--port-api", "0", "--introspect", "0");

        assertThat(second.awaitEnd()).isEqualTo(1);
        assertThat(second.output())
                .contains("the agent of node compute1 cannot start: an agent has " + node.resolve("agent_pkt0"))
                .contains("there may be one agent per node")
                .doesNotContain("Exception");
        assertThat(first.isAlive()).isTrue();
        assertThat(node.resolve("agent.json")).hasContent(ports);
        new AgentPages(node).status();
    }

    @Test
    void shouldSayWhichPortAnotherProgramHas() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final String port = "" + taken.getLocalPort();
            final VireoProcess agent = agent("--port-api", port, "--introspect", "0");
            assertThat(agent.awaitEnd()).isEqualTo(1);
            assertThat(agent.output())
                    .contains("cannot listen on 127.0.0.1 port " + port + " for the port API")
                    .contains("ss -ltnp")
                    .doesNotContain("Exception");
            assertNothingIsLeft();

            final VireoProcess other = agent("--port-api", "0", "--introspect", port);
            assertThat(other.awaitEnd()).isEqualTo(1);
            assertThat(other.output()).contains("port " + port + " for the introspection");
            assertNothingIsLeft();
        }
    }

    @Test
    void shouldNotStartWithoutItsDirectory() throws Exception {
        Files.move(config, directory.resolve("elsewhere"));
        final VireoProcess agent = agent();

        assertThat(agent.awaitEnd()).isEqualTo(1);
        assertThat(agent.output())
                .contains("there is no directory " + config)
                .contains("--config names a directory of *.yaml files");
        assertThat(node).doesNotExist();
    }

    @Test
    void shouldStartAfterOneThatWasKilled() throws Exception {
        serving().kill();
        assertThat(VireoProcess.tool(node, "agent", "status"))
                .contains("does not answer")
                .contains("start it again")
                .endsWith("[exit code 1]");

        serving();
        new AgentPages(node).awaitStatus("node", "compute1");
    }
}
