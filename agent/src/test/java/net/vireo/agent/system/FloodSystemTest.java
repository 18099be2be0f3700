// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.vrouter.Vrouter;
import net.vireo.vrouter.VrouterConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One guest floods the agent with one kind of packet; the other one's addresses and new flows come all the same. */
@Tag("system")
@Tag("tap")
@Timeout(600)
class FloodSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long FLOOD = 3000;
    private static final int NEW_FLOWS = 5;
    private static final String LEFT_MAC = "020000000104";

    /** Answers that nobody asked for, to everybody as {@code arping -A} has them, and to the router: the agent sees both. */
    private static final List<byte[]> ARP = List.of(
            HexFormat.of()
                    .parseHex("ffffffffffff" + LEFT_MAC + "08060001080006040002" + LEFT_MAC + "0a010004" + LEFT_MAC
                            + "0a010004"),
            HexFormat.of()
                    .parseHex("00005e000100" + LEFT_MAC + "08060001080006040002" + LEFT_MAC + "0a010004"
                            + "00005e000100" + "0a010001"));

    @TempDir
    private Path directory;

    private Path node;
    private GuestPair guests;
    private Vrouter vrouter;
    private RunningAgent agent;
    private AgentPages pages;

    @BeforeEach
    void start() throws IOException {
        node = directory.resolve("node");
        final Path config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(config.resolve("node.yaml"), GuestPair.CONFIG);
        Files.writeString(config.resolve("ports.yaml"), GuestPair.PORTS);
        try (RtNetlink links = RtNetlink.open()) {
            links.setUp(links.addVeth("fabric0", "fabric1"));
        }
        guests = new GuestPair(directory);
        vrouter = Vrouter.start(VrouterConfig.of("compute1", node));
        agent = new RunningAgent(node, config);
        pages = new AgentPages(node);
        pages.settle(2);
        guests.take();
    }

    @AfterEach
    void stop() {
        agent.close();
        vrouter.close();
        guests.close();
        try (RtNetlink links = RtNetlink.open()) {
            links.delete(links.link("fabric0").index());
        }
    }

    private Map<String, Object> counts(final String kind) throws IOException {
        return pages.rows("packets").stream()
                .filter(row -> row.get("kind").equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private long received(final String kind) throws IOException {
        return (Long) counts(kind).get("received");
    }

    private void awaitMore(final String kind, final long packets) throws IOException {
        final long before = received(kind);
        await(packets + " more " + kind).atMost(PATIENCE).until(() -> received(kind) >= before + packets);
    }

    /** What the other guest wants, while the flood goes on before, meanwhile and behind. */
    private void assertTheOtherIsServed(final String kind, final IntSupplier sent) throws IOException {
        awaitMore(kind, FLOOD);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(guests.right().udhcpc()).contains("ip=10.1.0.5 mask=24 router=10.1.0.1"));
        for (int i = 0; i < NEW_FLOWS; i++) {
            try (NewFlow flow = new NewFlow(guests.right(), guests.left(), GuestPair.LEFT)) {
                flow.awaitPassage();
            }
        }
        awaitMore(kind, FLOOD);
        System.out.println(kind + ": " + sent.getAsInt() + " sent, " + counts(kind));
    }

    private void assertOnlyThatKindWasDropped(final String kind) throws IOException {
        for (final Map<String, Object> row : pages.rows("packets")) {
            assertThat(row).containsEntry("failed", 0L);
            if (!row.get("kind").equals(kind)) {
                assertThat(row).containsEntry("dropped", 0L);
            }
        }
        assertThat(VireoProcess.tool(node, "ledger")).endsWith("[exit code 0]");
    }

    @Test
    void shouldServeOthersWhileOneFloodsArp() throws Exception {
        try (FrameFlood flood = new FrameFlood(guests.left(), "tapleft", ARP)) {
            assertTheOtherIsServed("ARP", flood::sentCount);
        }
        assertOnlyThatKindWasDropped("ARP");
    }

    @Test
    void shouldServeOthersWhileOneFloodsDhcp() throws Exception {
        final String recorded = HexFormat.of()
                .formatHex(RecordedFrames.of("udhcpc").get("discover").toArray());
        final byte[] discover = HexFormat.of().parseHex(recorded.replace("02000000000a", LEFT_MAC));
        discover[40] = 0; // no checksum (RFC 768): the MAC is another one
        discover[41] = 0;
        try (FrameFlood flood = new FrameFlood(guests.left(), "tapleft", List.of(discover))) {
            assertTheOtherIsServed("DHCP", flood::sentCount);
        }
        assertOnlyThatKindWasDropped("DHCP");
    }

    @Test
    void shouldServeOthersWhileOneBeginsFlowAfterFlow() throws Exception {
        try (FlowOpener flood = new FlowOpener(guests.left(), GuestPair.RIGHT, 5000)) {
            assertTheOtherIsServed("flow misses", flood::begunCount);
        }
        assertOnlyThatKindWasDropped("flow misses");
    }
}
