// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the agent makes of the configuration, in the flow table of a data plane that forwards: guests are the kernel's. */
@Tag("system")
@Tag("tap")
@Timeout(300)
class AgentFlowsSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FIRST_PORT = 7_000;

    @TempDir
    Path directory;

    private FlowNode node;

    @BeforeEach
    void start() throws IOException {
        node = new FlowNode(directory);
        node.agent("flow-table: " + table());
    }

    /** How the agent is told to read the data plane's flow table. */
    String table() {
        return "auto";
    }

    /** How it says that it does. */
    String tableText() {
        return "file " + directory.resolve("node/flow");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /** Every rule of one group, that lets UDP in to these ports. */
    private static String group(final int... ports) {
        final StringBuilder rules = new StringBuilder("""
            kind: SecurityGroup
            apiVersion: vireo.net/v1
            name: some
            rules:
              - {direction: egress, remote: {prefix: 0.0.0.0/0}}
            """);
        for (final int port : ports) {
            rules.append("  - {direction: ingress, protocol: udp, ports: ")
                    .append(port)
                    .append("}\n");
        }
        return rules.toString();
    }

    @Test
    void shouldAskOnceForEachFlowAndLinkBothEntries() throws Exception {
        final int count = 40;
        node.start(FlowNode.port("left", 4, "") + FlowNode.port("right", 5, ""));
        final UdpGuest left = node.guest("left", "10.1.0.4");
        final UdpGuest right = node.guest("right", "10.1.0.5");
        IntStream.range(0, count).forEach(i -> right.listen(FIRST_PORT + i));
        final long before = node.flowMisses();
        assertThat(node.rows("flow-summary").getFirst()).containsEntry("table", tableText());

        // Each flow's first packet goes alone: three of a flow wait for its verdict, and some of different flows at
        // pkt0.
        for (int i = 0; i < count; i++) {
            final int port = FIRST_PORT + i;
            left.send(FIRST_PORT, "10.1.0.5", port, "first");
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .pollDelay(Duration.ZERO)
                    .until(() -> right.receivedCount(port) == 1);
            for (int packet = 1; packet < 5; packet++) {
                left.send(FIRST_PORT, "10.1.0.5", port, "packet " + packet);
            }
        }
        IntStream.range(0, count)
                .forEach(i -> await().atMost(PATIENCE).until(() -> right.receivedCount(FIRST_PORT + i) == 5));

        await().atMost(PATIENCE).until(() -> node.flows("left", "right").size() == count);
        assertThat(node.flowMisses() - before).isEqualTo(count);
        for (final Map<String, Object> flow : node.flows("left", "right")) {
            assertThat(flow).containsEntry("verdict", "pass").containsEntry("sourcePort", (long) FIRST_PORT);
            final int slot = FlowNode.number(flow, "slot");
            final int answers = FlowNode.number(flow, "answersSlot");
            assertThat(node.inTable(slot).reverse()).isEqualTo(answers);
            assertThat(node.inTable(answers).reverse()).isEqualTo(slot);
        }
        // Each flow's packets are counted, and each pair of networks' sum, when the table was gone over.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node.flows("left", "right"))
                        .allMatch(flow -> flow.get("packets").equals(5L)));
        assertThat(node.rows("vn-stats"))
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("from", "red")
                        .containsEntry("to", "red")
                        .containsEntry("packets", 5L * count));
    }

    @Test
    void shouldEndWhatMayNoLongerBeAndLeaveTheRestAlone() throws Exception {
        node.write("groups.yaml", group(FIRST_PORT, FIRST_PORT + 1));
        node.start(FlowNode.port("left", 4, "") + FlowNode.port("right", 5, "security-groups: some"));
        final UdpGuest left = node.guest("left", "10.1.0.4");
        final UdpGuest right = node.guest("right", "10.1.0.5");
        right.listen(FIRST_PORT);
        right.listen(FIRST_PORT + 1);
        // Only three packets of a flow wait for its verdict: the first one goes alone.
        for (final int port : List.of(FIRST_PORT, FIRST_PORT + 1)) {
            left.send(port + UdpStream.SOURCE_OFFSET, "10.1.0.5", port, "first");
            await().atMost(PATIENCE).until(() -> right.receivedCount(port) == 1);
        }
        final UdpStream ends = new UdpStream(left, "10.1.0.5", FIRST_PORT);
        final UdpStream stays = new UdpStream(left, "10.1.0.5", FIRST_PORT + 1);
        await().atMost(PATIENCE)
                .until(() -> right.receivedCount(FIRST_PORT) > 20 && right.receivedCount(FIRST_PORT + 1) > 20);
        final Map<String, Object> flow = node.flow(FIRST_PORT + 1);
        final long generation = node.inTable(FlowNode.number(flow, "slot")).generation();

        // The best of some: how fast it can be is the agent's, how fast it is now the machine's.
        long bestUs = Long.MAX_VALUE;
        long bestFromFileUs = Long.MAX_VALUE;
        for (int round = 0; round < 8 && bestUs > 100_000; round++) {
            final long rounds = node.summary("revoked");
            final long replacedNs = System.nanoTime();
            node.write("groups.yaml", group(FIRST_PORT + 1));
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> node.summary("revoked") > rounds);
            bestUs = Math.min(bestUs, node.summary("lastChangeUs"));
            await().atMost(PATIENCE).until(() -> right.quietNs(FIRST_PORT) > 1_000_000_000L);
            bestFromFileUs = Math.min(bestFromFileUs, (right.lastReceivedNs(FIRST_PORT) - replacedNs) / 1_000);

            final long received = right.receivedCount(FIRST_PORT);
            node.write("groups.yaml", group(FIRST_PORT, FIRST_PORT + 1));
            await().atMost(PATIENCE).until(() -> right.receivedCount(FIRST_PORT) > received + 10);
        }
        System.out.println(
                tableText() + ": revoked " + bestUs + " us after the change was taken in; the last packet came "
                        + bestFromFileUs + " us after the file was replaced");
        assertThat(bestUs).isLessThanOrEqualTo(100_000);

        ends.stop();
        stays.stop();
        await().atMost(PATIENCE).until(() -> right.receivedCount(FIRST_PORT + 1) == stays.sentCount() + 1);
        assertThat(right.isInOrder(FIRST_PORT + 1)).isTrue();
        final Map<String, Object> after = node.flow(FIRST_PORT + 1);
        assertThat(after.get("slot")).isEqualTo(flow.get("slot"));
        assertThat(node.inTable(FlowNode.number(after, "slot")).generation()).isEqualTo((int) generation);
        assertThat(node.inTable(FlowNode.number(after, "slot")).packets()).isEqualTo(stays.sentCount() + 1);
    }

    @Test
    void shouldTranslateBothWaysAndTheErrorsToo() throws Exception {
        node.write("floating.yaml", """
            kind: VirtualNetwork
            apiVersion: vireo.net/v1
            name: public
            subnets:
              - {prefix: 198.51.100.0/24, gateway: 198.51.100.1}
            ---
            kind: FloatingIp
            apiVersion: vireo.net/v1
            name: of-left
            address: 198.51.100.100
            network: public
            port: left
            """);
        node.start(FlowNode.port("left", 4, "") + FlowNode.port("right", "public", "198.51.100.5", 5, ""));
        final UdpGuest left = node.guest("left", "10.1.0.4");
        final UdpGuest right = node.guest("right", "198.51.100.5");
        right.listen(FIRST_PORT);
        left.listen(FIRST_PORT + 1);

        left.send(FIRST_PORT + 5, "198.51.100.5", FIRST_PORT, "out");
        await().atMost(PATIENCE).until(() -> right.receivedCount(FIRST_PORT) == 1);
        assertThat(right.lastSender(FIRST_PORT)).isEqualTo("198.51.100.100:" + (FIRST_PORT + 5));
        right.reply(FIRST_PORT, "back");
        await().atMost(PATIENCE).until(() -> left.receivedCount(FIRST_PORT + 5) == 1);
        assertThat(left.lastSender(FIRST_PORT + 5)).isEqualTo("198.51.100.5:" + FIRST_PORT);

        right.send(FIRST_PORT + 6, "198.51.100.100", FIRST_PORT + 1, "in");
        await().atMost(PATIENCE).until(() -> left.receivedCount(FIRST_PORT + 1) == 1);
        assertThat(left.lastSender(FIRST_PORT + 1)).isEqualTo("198.51.100.5:" + (FIRST_PORT + 6));

        // The kernel tells the sender only what quotes the packet as it was sent.
        assertThat(left.isRefused("198.51.100.5", FIRST_PORT + 99)).isTrue();
        assertThat(right.isRefused("198.51.100.100", FIRST_PORT + 99)).isTrue();
        assertThat(node.rows("vn-stats")).anySatisfy(row -> assertThat(row).containsEntry("to", "public"));
    }

    @Test
    void shouldForgetTcpConnectionsThatAreOver() throws Exception {
        node.start(FlowNode.port("left", 4, "") + FlowNode.port("right", 5, ""));
        final UdpGuest left = node.guest("left", "10.1.0.4");
        final UdpGuest right = node.guest("right", "10.1.0.5");

        assertThat(TcpGuests.talk(left, right, "10.1.0.5", FIRST_PORT)).isEqualTo("hello");

        await().atMost(PATIENCE).until(() -> node.flows("left", "right").isEmpty());
        assertThat(node.rows("flow-summary").getFirst()).containsEntry("revoked", 0L);
    }

    @Test
    void shouldKeepAFlowWithItsMemberWhenAnotherIsAdded() throws Exception {
        final String third = FlowNode.port("third", 6, "");
        node.write("service.yaml", service("right", "third"));
        node.start(
                FlowNode.port("left", 4, "") + FlowNode.port("right", 5, "") + third + FlowNode.port("fourth", 7, ""));
        final UdpGuest left = node.guest("left", "10.1.0.4");
        final List<UdpGuest> servers = new ArrayList<>();
        for (final String name : List.of("right", "third", "fourth")) {
            final UdpGuest server =
                    node.guest(name, "10.1.0." + (name.equals("right") ? 5 : name.equals("third") ? 6 : 7));
            server.address("10.1.0.99");
            server.listen("10.1.0.99", FIRST_PORT);
            servers.add(server);
        }
        final int count = 24;
        IntStream.range(0, count).forEach(i -> left.send(FIRST_PORT + i, "10.1.0.99", FIRST_PORT, "first"));
        await().atMost(PATIENCE).until(() -> received(servers) == count);
        final List<Set<String>> senders =
                servers.stream().map(server -> server.senders(FIRST_PORT)).toList();
        assertThat(senders.get(0)).isNotEmpty();
        assertThat(senders.get(1)).isNotEmpty();
        assertThat(senders.get(2)).isEmpty();

        final long changes = node.summary("changes");
        node.write("service.yaml", service("right", "third", "fourth"));
        await().atMost(PATIENCE).until(() -> node.summary("changes") > changes);
        node.settle(4);
        for (int again = 0; again < 3; again++) {
            IntStream.range(0, count).forEach(i -> left.send(FIRST_PORT + i, "10.1.0.99", FIRST_PORT, "again"));
        }
        await().atMost(PATIENCE).until(() -> received(servers) == 4 * count);

        assertThat(servers.stream().map(server -> server.senders(FIRST_PORT)).toList())
                .isEqualTo(senders);
    }

    private static int received(final List<UdpGuest> servers) {
        return servers.stream()
                .mapToInt(server -> server.receivedCount(FIRST_PORT))
                .sum();
    }

    private static String service(final String... ports) {
        final StringBuilder route = new StringBuilder("""
            kind: Route
            apiVersion: vireo.net/v1
            network: red
            prefix: 10.1.0.99/32
            paths:
            """);
        for (final String port : ports) {
            route.append("  - {via: ").append(port).append("}\n");
        }
        return route.toString();
    }

    @Test
    void shouldTakeOverWhatAnEarlierAgentSetAndJudgeItAgain() throws Exception {
        node.write("groups.yaml", group(FIRST_PORT, FIRST_PORT + 1));
        node.start(FlowNode.port("left", 4, "") + FlowNode.port("right", 5, "security-groups: some"));
        final UdpGuest left = node.guest("left", "10.1.0.4");
        final UdpGuest right = node.guest("right", "10.1.0.5");
        right.listen(FIRST_PORT);
        right.listen(FIRST_PORT + 1);
        left.send(FIRST_PORT, "10.1.0.5", FIRST_PORT, "one");
        left.send(FIRST_PORT, "10.1.0.5", FIRST_PORT + 1, "one");
        await().atMost(PATIENCE)
                .until(() -> right.receivedCount(FIRST_PORT) == 1 && right.receivedCount(FIRST_PORT + 1) == 1);
        final Object slot = node.flow(FIRST_PORT + 1).get("slot");

        node.stopAgent();
        node.write("groups.yaml", group(FIRST_PORT + 1));
        node.startAgent();
        node.settle(2);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node.flow(FIRST_PORT)).doesNotContainEntry("verdict", "pass"));
        assertThat(node.flow(FIRST_PORT + 1)).containsEntry("verdict", "pass");
        assertThat(List.of(
                        node.flow(FIRST_PORT + 1).get("slot"),
                        node.flow(FIRST_PORT + 1).get("answersSlot")))
                .contains(slot);
        left.send(FIRST_PORT, "10.1.0.5", FIRST_PORT, "two");
        left.send(FIRST_PORT, "10.1.0.5", FIRST_PORT + 1, "two");
        await().atMost(PATIENCE).until(() -> right.receivedCount(FIRST_PORT + 1) == 2);
        assertThat(right.receivedCount(FIRST_PORT)).isEqualTo(1);
    }

    /** Connections to a service share a flow: the agent is asked once. */
    @Test
    void shouldPutTheConnectionsOfAFatFlowTogether() throws Exception {
        final String fat = "fat-flows: [{protocol: udp, port: 7000}]";
        node.start(FlowNode.port("left", 4, fat) + FlowNode.port("right", 5, fat));
        final UdpGuest left = node.guest("left", "10.1.0.4");
        final UdpGuest right = node.guest("right", "10.1.0.5");
        right.listen(FIRST_PORT);
        left.send(20_000, "10.1.0.5", FIRST_PORT, "first");
        await().atMost(PATIENCE).until(() -> right.receivedCount(FIRST_PORT) == 1);
        final long asked = node.flowMisses();

        for (int i = 1; i < 30; i++) {
            left.send(20_000 + i, "10.1.0.5", FIRST_PORT, "more");
        }
        await().atMost(PATIENCE).until(() -> right.receivedCount(FIRST_PORT) == 30);
        right.reply(FIRST_PORT, "back");
        await().atMost(PATIENCE).until(() -> left.receivedCount(20_029) == 1);

        assertThat(node.flows("left", "right"))
                .singleElement()
                .satisfies(
                        flow -> assertThat(flow).containsEntry("sourcePort", 0L).containsEntry("destinationPort", (long)
                                FIRST_PORT));
        assertThat(node.flowMisses()).isEqualTo(asked);
    }

    @Test
    void shouldLetTheDataPlaneForgetByTheTimesOfServices() throws Exception {
        node.agent("flow-ageing: {udp: 600, services: [{protocol: udp, port: 7000, seconds: 1}]}");
        node.start(FlowNode.port("left", 4, "") + FlowNode.port("right", 5, ""));
        final UdpGuest left = node.guest("left", "10.1.0.4");
        final UdpGuest right = node.guest("right", "10.1.0.5");
        right.listen(FIRST_PORT);
        right.listen(FIRST_PORT + 1);
        left.send(20_000, "10.1.0.5", FIRST_PORT, "soon forgotten");
        left.send(20_000, "10.1.0.5", FIRST_PORT + 1, "kept");
        await().atMost(PATIENCE)
                .until(() -> right.receivedCount(FIRST_PORT) == 1 && right.receivedCount(FIRST_PORT + 1) == 1);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node.flows("left", "right"))
                        .singleElement()
                        .satisfies(flow -> assertThat(flow).containsEntry("destinationPort", FIRST_PORT + 1L)));
    }
}
