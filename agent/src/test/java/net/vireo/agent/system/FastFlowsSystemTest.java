// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.Vrouter;
import net.vireo.vrouter.VrouterConfig;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.table.TableSize;
import net.vireo.vrouter.table.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node whose lcores judge new flows by what its agent configured, with a small flow table, and a guest that scans. */
@Tag("system")
@Tag("tap")
@Timeout(240)
class FastFlowsSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ICMP = 1;
    private static final int SLOTS = 2048;
    private static final int PORTS_AT_ONCE = 200;
    private static final String CONFIG = """
            kind: Agent
            apiVersion: vireo.net/v1
            name: compute1
            address: 192.0.2.1
            fabric: {device: fabric0}
            flow-setup: fast
            ---
            kind: Peer
            apiVersion: vireo.net/v1
            name: compute2
            address: 192.0.2.2
            mac: 02:00:00:00:00:f2
            ---
            kind: VirtualNetwork
            apiVersion: vireo.net/v1
            name: red
            mode: l3
            subnets:
              - {prefix: 10.1.0.0/24, gateway: 10.1.0.1}
            ---
            kind: Route
            apiVersion: vireo.net/v1
            network: red
            prefix: 10.2.0.0/16
            via: compute2
            label: 30
            ---
            kind: SecurityGroup
            apiVersion: vireo.net/v1
            name: open
            rules:
              - {direction: egress, remote: {prefix: 0.0.0.0/0}}
              - {direction: ingress, protocol: icmp, remote: {group: open}}
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000001
            name: left
            network: red
            mac: 02:00:00:00:01:04
            addresses: 10.1.0.4
            device: tapleft
            security-groups: open
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000002
            name: right
            network: red
            mac: 02:00:00:00:01:05
            addresses: 10.1.0.5
            device: tapright
            security-groups: open
            """;

    @TempDir
    private Path directory;

    private Path node;
    private GuestLink left;
    private GuestLink right;
    private Vrouter vrouter;
    private RunningAgent agent;

    @BeforeEach
    void start() throws IOException {
        node = directory.resolve("node");
        final Path config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(config.resolve("node.yaml"), CONFIG);
        try (RtNetlink links = RtNetlink.open()) {
            links.setUp(links.addVeth("fabric0", "fabric1"));
        }
        left = new GuestLink(directory, "left");
        right = new GuestLink(directory, "right");
        vrouter = Vrouter.start(small());
        agent = new RunningAgent(node, config);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(agent.status())
                        .containsEntry("flowSetup", "fast")
                        .containsEntry("fastPorts", 2L)
                        .containsEntry("refused", 0L)
                        .containsEntry("settling", false));
        left.take("tapleft", 0x0200_0000_0104L);
        right.take("tapright", 0x0200_0000_0105L);
        assertThat(left.udhcpc()).contains("ip=10.1.0.4");
        assertThat(right.udhcpc()).contains("ip=10.1.0.5");
    }

    private VrouterConfig small() {
        final VrouterConfig usual = VrouterConfig.of("compute1", node);
        final Tables.Limits limits = usual.limits();
        return new VrouterConfig(
                usual.nodeName(),
                usual.runDirectory(),
                usual.hostNetns(),
                usual.lcoreCount(),
                usual.cpus(),
                usual.pollMode(),
                usual.poolSizes(),
                usual.hugepages(),
                new Tables.Limits(
                        limits.vifs(),
                        limits.vrfs(),
                        limits.nexthops(),
                        limits.labels(),
                        limits.mirrors(),
                        limits.bridge(),
                        new TableSize(SLOTS / 2, SLOTS / 2),
                        limits.fragments()),
                usual.devices());
    }

    @AfterEach
    void stop() {
        if (agent != null) {
            agent.close();
        }
        vrouter.close();
        left.close();
        right.close();
        try (RtNetlink links = RtNetlink.open()) {
            links.delete(links.link("fabric0").index());
        }
    }

    @Test
    void shouldJudgeWithoutAskingTheAgent() throws IOException {
        assertThat(left.ping("10.1.0.5", 3)).contains(" 3 received");
        final List<VireoFlowList> pings = flows().stream()
                .filter(flow -> flow.value(VireoFlowList.PROTO) == ICMP)
                .toList();
        assertThat(pings).as("the flow and its answers").hasSize(2);
        assertThat(pings)
                .allSatisfy(
                        flow -> assertThat(flow.value(VireoFlowList.VERDICT)).isNotZero());
        awaitRule();
    }

    /** The agent hears of it afterwards, and names the rule. */
    private void awaitRule() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(agent.table("flows"))
                        .anySatisfy(row -> assertThat(row)
                                .containsEntry("protocol", (long) ICMP)
                                .containsEntry("verdict", "pass")
                                .containsEntry("rule", "open #2")));
    }

    @Test
    void shouldRevokeWhatLcoresDecidedWhenThePolicyChanges() throws IOException {
        assertThat(left.ping("10.1.0.5", 1)).contains(" 1 received");
        awaitRule();
        Files.writeString(
                directory.resolve("config").resolve("node.yaml"), CONFIG.replace("protocol: icmp", "protocol: tcp"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(flows())
                        .filteredOn(flow -> flow.value(VireoFlowList.PROTO) == ICMP)
                        .allSatisfy(flow ->
                                assertThat(flow.value(VireoFlowList.ACTION)).isEqualTo(FlowState.DROP)));
        assertThat(left.ping("10.1.0.5", 1)).contains(" 0 received");
        assertThat(drops(DropReason.FLOW_ACTION_DROP)).isPositive();
    }

    @Test
    void shouldKeepRoomForOthersWhileAGuestScans() throws IOException {
        await().atMost(PATIENCE).until(() -> {
            scan();
            return drops(DropReason.FLOW_SHARE) > 0;
        });
        assertThat(right.ping("10.1.0.4", 3)).contains(" 3 received");
        assertThat(drops(DropReason.FLOW_TABLE_FULL)).isZero();
        assertThat(flows().size()).isLessThan(SLOTS * 9 / 10);
    }

    /** Datagrams to many ports of an address far away, slowly enough for a device's queue. */
    private void scan() throws IOException {
        NetNamespace.call(directory.resolve("left"), () -> {
            try (DatagramChannel channel = DatagramChannel.open()) {
                for (int port = 1; port <= SLOTS; port++) {
                    channel.send(
                            ByteBuffer.allocate(8), new InetSocketAddress(InetAddress.getByName("10.2.0.9"), port));
                    if (port % PORTS_AT_ONCE == 0) {
                        Thread.sleep(10);
                    }
                }
                return null;
            } catch (final InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
        });
    }

    private long drops(final DropReason reason) throws IOException {
        return CounterFile.open(node.resolve(Vrouter.COUNTERS_NAME)).drop(reason);
    }

    private List<VireoFlowList> flows() {
        try (VrouterClient client = VrouterClient.connect(node.resolve("dpdk_netlink"))) {
            return client.dump(VireoFlowList.unfiltered()).all(VireoFlowList.class);
        }
    }
}
