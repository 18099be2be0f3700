// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.vireo.vrouter.flow.FlowState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Analyzers get what rules and ports copy to them: every packet, both ways, and nothing else. */
@Tag("system")
@Tag("tap")
@Timeout(300)
class MirrorsSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PORT = 7_000;
    private static final int OTHER_PORT = 7_001;
    private static final int SENT = 20;
    private static final int ANSWERED = 12;

    @TempDir
    private Path directory;

    private FlowNode node;
    private UdpGuest left;
    private UdpGuest right;
    private int round;

    @BeforeEach
    void start() throws IOException {
        node = new FlowNode(directory);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void guests() throws IOException {
        left = node.guest("left", "10.1.0.4");
        right = node.guest("right", "10.1.0.5");
        right.listen(PORT);
        right.listen(OTHER_PORT);
    }

    /** Numbered datagrams one way, and answers; the first goes alone, since three of a new flow wait at most. */
    private void talk(final int port, final String words) {
        final int before = right.receivedCount(port);
        left.send(20_000, "10.1.0.5", port, words + " first");
        await().atMost(PATIENCE).until(() -> right.receivedCount(port) == before + 1);
        for (int i = 1; i < SENT; i++) {
            left.send(20_000, "10.1.0.5", port, words + " " + i);
        }
        await().atMost(PATIENCE).until(() -> right.receivedCount(port) == before + SENT);
        final int answered = left.receivedCount(20_000);
        for (int i = 0; i < ANSWERED; i++) {
            right.reply(port, words + " answer " + i);
        }
        await().atMost(PATIENCE).until(() -> left.receivedCount(20_000) == answered + ANSWERED);
    }

    @Test
    void shouldCopyWhatPassesAPortToAPortOfThisNode() throws Exception {
        node.write("analyzer.yaml", """
                kind: Analyzer
                apiVersion: vireo.net/v1
                name: probe
                via: probe
                """);
        node.start(FlowNode.port("left", 4, "mirror: {to: probe}")
                + FlowNode.port("right", 5, "")
                + FlowNode.port("probe", 6, ""));
        guests();
        final GuestLink probe = node.link("probe");

        try (CopyCounter analyzer = CopyCounter.ofFrames(probe.namespace(), "tap-probe")) {
            talk(PORT, "both ways");
            await().atMost(PATIENCE).until(() -> analyzer.count("both ways") >= SENT + ANSWERED);

            node.write(
                    "node.yaml",
                    node.file("node.yaml").replace("mirror: {to: probe}", "mirror: {to: probe, direction: egress}"));
            await().atMost(PATIENCE).until(() -> isOneWay(analyzer));
            talk(OTHER_PORT, "one way");
            await().atMost(PATIENCE).until(() -> analyzer.count("one way answer") == ANSWERED);

            assertThat(analyzer.count("both ways")).isEqualTo(SENT + ANSWERED);
            assertThat(analyzer.count("one way")).isEqualTo(ANSWERED);
            // Whole frames, as the guest sees them.
            assertThat(HexFormat.of().formatHex(analyzer.with("both ways first").getFirst(), 6, 12))
                    .isEqualTo("020000000104");
        }
    }

    private boolean isMirrored(final String slot) throws IOException {
        final Map<String, Object> flow = node.rows("flows").stream()
                .filter(row -> row.get("sourcePort").equals(20_000L)
                        && row.get("destinationPort").equals((long) PORT))
                .findFirst()
                .orElseThrow();
        return (FlowState.flags(node.inTable(FlowNode.number(flow, slot)).state()) & FlowState.MIRROR) != 0;
    }

    /** What goes is copied before what comes back: when there is a copy of that alone, it will stay so. */
    private boolean isOneWay(final CopyCounter analyzer) {
        final int number = ++round;
        final int before = right.receivedCount(PORT);
        left.send(20_000, "10.1.0.5", PORT, "going " + number + ";");
        await().atMost(PATIENCE).until(() -> right.receivedCount(PORT) == before + 1);
        right.reply(PORT, "coming " + number + ";");
        await().atMost(PATIENCE).until(() -> analyzer.count("coming " + number + ";") == 1);
        return analyzer.count("going " + number + ";") == 0;
    }

    @Test
    void shouldCopyWhatARuleSaysToAnAddressOnTheFabric() throws Exception {
        node.write("groups.yaml", """
                kind: SecurityGroup
                apiVersion: vireo.net/v1
                name: some
                rules:
                  - {direction: egress, remote: {prefix: 0.0.0.0/0}}
                  - {direction: ingress, protocol: udp, ports: 7000, mirror-to: 192.0.2.50}
                  - {direction: ingress, protocol: udp, ports: 7001}
                """);
        node.start(FlowNode.port("left", 4, "") + FlowNode.port("right", 5, "security-groups: some"));
        guests();
        final GuestLink outside = node.outside(0xc000_0232, 0xc000_0201);

        try (CopyCounter analyzer = CopyCounter.ofDatagrams(outside.namespace(), 8_099)) {
            // The neighbour is looked for when the tunnel is there.
            await().atMost(PATIENCE).until(() -> {
                left.send(20_002, "10.1.0.5", PORT, "warm");
                Thread.sleep(100);
                return analyzer.count("warm") > 0;
            });
            talk(PORT, "watched");
            talk(OTHER_PORT, "private");
            await().atMost(PATIENCE).until(() -> analyzer.count("watched") >= SENT + ANSWERED);
            talk(PORT, "again");
            await().atMost(PATIENCE).until(() -> analyzer.count("again") >= SENT + ANSWERED);

            assertThat(analyzer.count("watched")).isEqualTo(SENT + ANSWERED);
            assertThat(analyzer.count("again")).isEqualTo(SENT + ANSWERED);
            assertThat(analyzer.count("private")).isZero();
            final byte[] copy = analyzer.with("watched first").getFirst();
            assertThat(Arrays.copyOf(copy, 2))
                    .as("the end of what may stand in front")
                    .containsExactly(0xff, 0);

            // A rule that copies no more: the flow that is there goes on without.
            node.write(
                    "groups.yaml",
                    node.file("groups.yaml").replace("ports: 7000, mirror-to: 192.0.2.50", "ports: 7000"));
            for (final String slot : List.of("slot", "answersSlot")) {
                await().atMost(PATIENCE).until(() -> !isMirrored(slot));
            }
            talk(PORT, "unseen");
            assertThat(analyzer.count("unseen")).isZero();
        }
    }
}
