// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.vireo.agent.program.ControlSocket;
import net.vireo.agent.program.DataPlane;
import net.vireo.cli.tables.NodeState;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.Vrouter;
import net.vireo.vrouter.VrouterConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent, a data plane, and two guests of the kernel's behind TAPs, which know nothing but how to ask for an address. */
@Tag("system")
@Tag("tap")
@Timeout(240)
class AgentSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONFIG = """
            kind: Agent
            apiVersion: vireo.net/v1
            name: compute1
            address: 192.0.2.1
            fabric: {device: fabric0}
            ---
            kind: VirtualNetwork
            apiVersion: vireo.net/v1
            name: red
            subnets:
              - {prefix: 10.1.0.0/24, gateway: 10.1.0.1}
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000001
            name: left
            network: red
            mac: 02:00:00:00:01:04
            addresses: 10.1.0.4
            device: tapleft
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000002
            name: right
            network: red
            mac: 02:00:00:00:01:05
            addresses: 10.1.0.5
            """;

    @TempDir
    private Path directory;

    private Path node;
    private Path config;
    private GuestLink left;
    private GuestLink right;
    private Vrouter vrouter;
    private RunningAgent agent;

    @BeforeEach
    void start() throws IOException {
        node = directory.resolve("node");
        config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(config.resolve("node.yaml"), CONFIG);
        try (RtNetlink links = RtNetlink.open()) {
            links.setUp(links.addVeth("fabric0", "fabric1"));
        }
        left = new GuestLink(directory, "left");
        right = new GuestLink(directory, "right");
        vrouter = Vrouter.start(VrouterConfig.of("compute1", node));
        agent = new RunningAgent(node, config);
    }

    @AfterEach
    void stop() {
        agent.close();
        vrouter.close();
        left.close();
        right.close();
        try (RtNetlink links = RtNetlink.open()) {
            links.delete(links.link("fabric0").index());
        }
    }

    /** Waits until nothing is left to do, and both guests are there. */
    private void settle(final int active) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(agent.status())
                        .containsEntry("dataPlane", "connected")
                        .containsEntry("activePorts", (long) active)
                        .containsEntry("refused", 0L)
                        .containsEntry("settling", false));
    }

    private void plug() throws IOException {
        settle(1);
        agent.post(
                "/port",
                "{\"type\": 0, \"id\": \"0aa1b2c3-0000-4000-8000-000000000002\"," + " \"system-name\": \"tapright\"}");
        settle(2);
        left.take("tapleft", 0x0200_0000_0104L);
        right.take("tapright", 0x0200_0000_0105L);
    }

    @Test
    void shouldGiveGuestsAddressesAndLetThemTalk() throws Exception {
        plug();

        assertThat(left.udhcpc()).contains("ip=10.1.0.4 mask=24 router=10.1.0.1");
        assertThat(right.udhcpc()).contains("ip=10.1.0.5 mask=24 router=10.1.0.1");
        assertThat(left.ping("10.1.0.1", 3)).contains(" 3 received");
        assertThat(left.ping("10.1.0.5", 5)).contains(" 5 received");
        assertThat(agent.status())
                .containsEntry("flowsFailed", 0L)
                .extractingByKey("flowsJudged")
                .isNotEqualTo(0L);
    }

    @Test
    void shouldDropWhatNoGroupAllowsAndLetAnswersPass() throws Exception {
        Files.writeString(config.resolve("groups.yaml"), """
                kind: SecurityGroup
                apiVersion: vireo.net/v1
                name: closed
                rules:
                  - {direction: egress, remote: {prefix: 0.0.0.0/0}}
                """);
        Files.writeString(config.resolve("node.yaml"), CONFIG + "security-groups: closed\n");
        plug();
        left.udhcpc();
        right.udhcpc();

        // Only when a port that is open to all answers is it the group that keeps the other silent.
        assertThat(right.ping("10.1.0.4", 3)).contains(" 3 received");
        assertThat(left.ping("10.1.0.5", 2)).contains(" 0 received");
    }

    @Test
    void shouldNotTouchARightDataPlaneWhenItStartsAgain() throws Exception {
        plug();
        left.udhcpc();
        right.udhcpc();
        assertThat(left.ping("10.1.0.5", 1)).contains(" 1 received");
        final int flows = flows().size();
        final CompletableFuture<String> pings = CompletableFuture.supplyAsync(() -> left.ping("10.1.0.5", 40));
        await().atMost(PATIENCE).until(() -> flows().size() > flows);

        agent.close();
        agent = new RunningAgent(node, config);
        settle(2);

        assertThat(agent.status()).containsEntry("connects", 1L).containsEntry("changesSent", 0L);
        assertThat(pings.get()).contains(" 40 received");
        assertThat(flows()).hasSizeGreaterThanOrEqualTo(flows);
    }

    @Test
    void shouldBringEverythingBackToADataPlaneThatStartsFromNothing() throws Exception {
        plug();
        final NodeState before = tables();

        vrouter.close();
        deleteState();
        vrouter = Vrouter.start(VrouterConfig.of("compute1", node));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(agent.status()).containsEntry("connects", 2L));
        settle(2);

        final NodeState after = tables();
        assertThat(after.vifs().keySet()).isEqualTo(before.vifs().keySet());
        assertThat(after.nexthops()).isEqualTo(before.nexthops());
        assertThat(after.labels()).isEqualTo(before.labels());
        assertThat(after.routes()).isEqualTo(before.routes());
        assertThat(after.macs().keySet()).isEqualTo(before.macs().keySet());
    }

    @Test
    void shouldRefuseASecondAgent() throws Exception {
        settle(1);
        assertThat(RunningAgent.failure(node, config)).contains("an agent has");
        settle(1);
    }

    /** What the data plane would come back with. */
    private void deleteState() throws IOException {
        try (var files = Files.list(node)) {
            for (final Path file : files.toList()) {
                final String name = file.getFileName().toString();
                if (Files.isRegularFile(file)
                        && !List.of("names.json", "agent.json").contains(name)) {
                    Files.delete(file);
                }
            }
        }
    }

    private NodeState tables() {
        try (DataPlane plane = ControlSocket.connect(node.resolve("dpdk_netlink"))) {
            final NodeState tables = plane.read();
            plane.readRoutes(0, tables);
            plane.readRoutes(1, tables);
            return tables;
        }
    }

    private List<VireoFlowList> flows() {
        try (VrouterClient client = VrouterClient.connect(node.resolve("dpdk_netlink"))) {
            return client.dump(VireoFlowList.unfiltered()).all(VireoFlowList.class);
        }
    }
}
