// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.vireo.vrouter.table.BridgeKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Linux joins groups and leaves them; who gets frames is counted at each guest's link, whatever its kernel then does. */
@Tag("system")
@Tag("tap")
@Timeout(400)
class MulticastSystemTest {
    private static final int PORT = 5007;
    private static final int COUNT = 20;
    private static final String GROUP_4 = "239.1.2.3";
    private static final String GROUP_6 = "ff05::1:203";

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
            multicast: snooping
            subnets:
              - {prefix: 10.1.0.0/24, gateway: 10.1.0.1}
              - {prefix: fd00:1::/64, gateway: fd00:1::1}
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000001
            name: left
            network: red
            mac: 02:00:00:00:01:04
            addresses: [10.1.0.4, "fd00:1::4"]
            device: tapleft
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000002
            name: right
            network: red
            mac: 02:00:00:00:01:05
            addresses: [10.1.0.5, "fd00:1::5"]
            device: tapright
            """;

    private static final String THIRD = """
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000003
            name: third
            network: red
            mac: 02:00:00:00:01:06
            addresses: [10.1.0.6, "fd00:1::6"]
            device: tapthird
            """;

    @TempDir
    private Path directory;

    private ServedNode node;
    private GuestLink third;

    @BeforeEach
    void start() throws IOException {
        node = new ServedNode(directory, CONFIG);
        node.configure("third.yaml", THIRD);
        third = new GuestLink(directory, "third");
        third.take("tapthird", 0x0200_0000_0106L);
        node.settle(3);
        int host = 4;
        for (final GuestLink guest : List.of(node.left, node.right, third)) {
            final String device = "tap" + guest.namespace().getFileName();
            guest.run("ip", "address", "add", "10.1.0." + host + "/24", "dev", device);
            guest.run("ip", "address", "add", "fd00:1::" + host++ + "/64", "dev", device, "nodad");
        }
    }

    @AfterEach
    void stop() {
        third.close();
        node.close();
    }

    private static long mac(final String group) {
        return group.equals(GROUP_4) ? 0x01005e010203L : 0x333300010203L;
    }

    /** Waits until a group has these listeners, and the data plane goes by it. */
    private void awaitPorts(final String group, final long mac, final List<String> ports) {
        await().atMost(ServedNode.PATIENCE)
                .untilAsserted(() -> assertThat(node.agent.table("groups").stream()
                                .filter(row -> row.get("group").equals(group))
                                .map(row -> row.get("ports"))
                                .toList())
                        .as("services: %s", node.agent.rows("services"))
                        .isEqualTo(ports.isEmpty() ? List.of() : List.of(ports)));
        awaitEntry(mac, !ports.isEmpty());
    }

    /** Waits until the data plane has a bridge entry, or has it no longer. */
    private void awaitEntry(final long mac, final boolean there) {
        final TableDump tables = new TableDump(directory.resolve("node"));
        await().atMost(ServedNode.PATIENCE)
                .until(() -> tables.lines().stream()
                                .anyMatch(line -> line.startsWith("MacItem[") && line.contains(" mac=" + mac + ","))
                        == there);
    }

    @Test
    void shouldGiveAGroupToItsListenersOnly() throws Exception {
        awaitEntry(BridgeKey.OTHER_GROUPS_4, true);
        assertThat(node.agent.rows("services")).asString().contains("queried=3");
        for (final String group : List.of(GROUP_4, GROUP_6)) {
            try (GroupListener left = new GroupListener(node.left.namespace(), "tapleft", group, PORT)) {
                awaitPorts(group, mac(group), List.of("left"));
                // Not a listener for the agent, but one that would hear what comes to its link.
                try (GroupFrames other = new GroupFrames(third, "tapthird", group)) {
                    GroupListener.send(node.right.namespace(), "tapright", group, PORT, COUNT);
                    await().atMost(ServedNode.PATIENCE).until(() -> left.count() == COUNT);
                    assertThat(other.count())
                            .as("who does not listen to %s", group)
                            .isZero();

                    left.leave();
                    awaitPorts(group, mac(group), List.of());
                    try (GroupFrames leaver = new GroupFrames(node.left, "tapleft", group)) {
                        GroupListener.send(node.right.namespace(), "tapright", group, PORT, COUNT);
                        // What is sent to everybody shows that what was before it has passed.
                        GroupListener.send(node.right.namespace(), "tapright", "224.0.0.251", PORT, 1);
                        await().atMost(ServedNode.PATIENCE)
                                .until(() -> leaver.linkCount() == 1 && other.linkCount() == 1);
                        assertThat(leaver.count()).as("who left %s", group).isZero();
                        assertThat(other.count()).isZero();
                    }
                }
            }
        }
    }

    @Test
    void shouldFindOutWhoListensByAsking() throws Exception {
        awaitEntry(BridgeKey.OTHER_GROUPS_4, true);
        node.configure("node.yaml", CONFIG.replace("multicast: snooping", "multicast: flood"));
        awaitEntry(BridgeKey.OTHER_GROUPS_4, false);
        try (GroupListener left = new GroupListener(node.left.namespace(), "tapleft", GROUP_4, PORT);
                GroupFrames other = new GroupFrames(third, "tapthird", GROUP_4)) {
            GroupListener.send(node.right.namespace(), "tapright", GROUP_4, PORT, COUNT);
            await().atMost(ServedNode.PATIENCE).until(() -> left.count() == COUNT && other.count() > 0);
            assertThat(node.agent.table("groups")).as("nobody is asked").isEmpty();
            // Frames, of which one may have several datagrams; what stays on the link comes behind them.
            GroupListener.send(node.right.namespace(), "tapright", "224.0.0.251", PORT, 1);
            await().atMost(ServedNode.PATIENCE).until(() -> other.linkCount() == 1);
            final int flooded = other.count();

            // What the kernel said by itself when it joined is over: what is known from now on it was asked for.
            node.configure("node.yaml", CONFIG);
            awaitEntry(BridgeKey.OTHER_GROUPS_4, true);
            awaitPorts(GROUP_4, mac(GROUP_4), List.of("left"));
            GroupListener.send(node.right.namespace(), "tapright", GROUP_4, PORT, COUNT);
            await().atMost(ServedNode.PATIENCE).until(() -> left.count() == 2 * COUNT);
            GroupListener.send(node.right.namespace(), "tapright", "224.0.0.251", PORT, 1);
            await().atMost(ServedNode.PATIENCE).until(() -> other.linkCount() == 2);
            assertThat(other.count()).as("no more than before").isEqualTo(flooded);
        }
    }
}
