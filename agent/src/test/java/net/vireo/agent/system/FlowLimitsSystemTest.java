// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many flows ports and machines may have, what is said about those that there are, and where they end. */
@Tag("system")
@Tag("tap")
@Timeout(300)
class FlowLimitsSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FIRST_PORT = 7_000;
    private static final String OF_PORT = "refused: the interface has as many flows as its max-flows";
    private static final String OF_VM = "refused: the virtual machine has as many flows as one may have";

    @TempDir
    private Path directory;

    private FlowNode node;

    @BeforeEach
    void start() throws IOException {
        node = new FlowNode(directory);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void reach(final UdpGuest from, final UdpGuest to, final String address, final int port) {
        to.listen(port);
        from.send(port, address, port, "hello");
        await().atMost(PATIENCE).until(() -> to.receivedCount(port) == 1);
    }

    private Object refused(final String limit) throws IOException {
        return node.rows("flow-summary").getFirst().getOrDefault(limit, 0L);
    }

    private Map<String, Object> row(final String table, final String key, final String value) throws IOException {
        return node.rows(table).stream()
                .filter(row -> String.valueOf(row.get(key)).contains(value))
                .findFirst()
                .orElse(Map.of());
    }

    @Test
    void shouldRefuseWhatIsMoreThanAPortMayHaveAndAllowItAgain() throws Exception {
        node.start(FlowNode.port("left", 4, "max-flows: 3") + FlowNode.port("right", 5, ""));
        final UdpGuest left = node.guest("left", "10.1.0.4");
        final UdpGuest right = node.guest("right", "10.1.0.5");
        await().atMost(PATIENCE)
                .until(() -> row("vif-stats", "port", "left").get("flows").equals(0L));
        for (int i = 0; i < 3; i++) {
            reach(left, right, "10.1.0.5", FIRST_PORT + i);
        }
        assertThat(row("vif-stats", "port", "left")).containsEntry("flows", 3L).containsEntry("maxFlows", 3L);

        right.listen(FIRST_PORT + 3);
        left.send(FIRST_PORT + 3, "10.1.0.5", FIRST_PORT + 3, "one too many");
        await().atMost(PATIENCE).until(() -> refused(OF_PORT).equals(1L));
        assertThat(right.receivedCount(FIRST_PORT + 3)).isZero();

        node.write("node.yaml", node.file("node.yaml").replace("max-flows: 3", "max-flows: 30"));
        await().atMost(PATIENCE)
                .until(() -> row("vif-stats", "port", "left").get("maxFlows").equals(30L));
        // What was refused tries again when its entry is gone.
        await().atMost(PATIENCE).until(() -> {
            left.send(FIRST_PORT + 3, "10.1.0.5", FIRST_PORT + 3, "again");
            return right.receivedCount(FIRST_PORT + 3) > 0;
        });
    }

    @Test
    void shouldCountThePortsOfAMachineTogetherAndTellWhatEachDid() throws Exception {
        node.agent("flow-limits: {per-vm: 4}");
        node.start(FlowNode.port("left", 4, "instance: machine")
                + FlowNode.port("other", 6, "instance: machine")
                + FlowNode.port("right", 5, ""));
        final UdpGuest left = node.guest("left", "10.1.0.4");
        final UdpGuest other = node.guest("other", "10.1.0.6");
        final UdpGuest right = node.guest("right", "10.1.0.5");
        await().atMost(PATIENCE).until(() -> node.rows("flows").isEmpty());
        reach(left, right, "10.1.0.5", FIRST_PORT);
        reach(left, right, "10.1.0.5", FIRST_PORT + 1);
        reach(other, right, "10.1.0.5", FIRST_PORT + 2);
        reach(other, right, "10.1.0.5", FIRST_PORT + 3);

        right.listen(FIRST_PORT + 4);
        left.send(FIRST_PORT + 4, "10.1.0.5", FIRST_PORT + 4, "one too many");
        // The right one's own limit is met with it, if it was not asked first.
        await().atMost(PATIENCE).until(() -> refused(OF_VM).equals(1L));
        assertThat(right.receivedCount(FIRST_PORT + 4)).isZero();

        right.reply(FIRST_PORT, "back");
        await().atMost(PATIENCE).until(() -> left.receivedCount(FIRST_PORT) == 1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(row("vif-stats", "port", "right"))
                        .containsEntry("packetsReceived", 4L)
                        .containsEntry("packetsSent", 1L));
        assertThat(row("vif-stats", "port", "left")).containsEntry("packetsSent", 2L);
        assertThat(row("rule-stats", "rule", "there are no rules")).containsEntry("denied", 0L);
        assertThat((Long) row("rule-stats", "rule", "there are no rules").get("passed"))
                .isGreaterThanOrEqualTo(4);
        for (final String slot : new String[] {"slot", "answersSlot"}) {
            assertThat(node.rule(node.flow(FIRST_PORT), slot)).contains("there are no rules");
        }
    }

    @Test
    void shouldEndTheFlowsOfAPortThatIsGone() throws Exception {
        node.start(FlowNode.port("left", 4, "") + FlowNode.port("right", 5, "") + FlowNode.port("third", 6, ""));
        final UdpGuest left = node.guest("left", "10.1.0.4");
        final UdpGuest right = node.guest("right", "10.1.0.5");
        final UdpGuest third = node.guest("third", "10.1.0.6");
        reach(left, right, "10.1.0.5", FIRST_PORT);
        reach(left, third, "10.1.0.6", FIRST_PORT + 1);
        final Map<String, Object> ends = node.flow(FIRST_PORT);
        final Map<String, Object> stays = node.flow(FIRST_PORT + 1);

        node.write("node.yaml", node.file("node.yaml").replace(FlowNode.port("right", 5, ""), ""));

        for (final String slot : new String[] {"slot", "answersSlot"}) {
            final int generation = node.inTable(FlowNode.number(stays, slot)).generation();
            await().atMost(PATIENCE).until(() -> node.inTable(FlowNode.number(ends, slot)) == null);
            assertThat(node.inTable(FlowNode.number(stays, slot)).generation()).isEqualTo(generation);
        }
        assertThat(node.flow(FIRST_PORT)).isEmpty();
        assertThat(row("vif-stats", "port", "right")).isEmpty();
    }
}
