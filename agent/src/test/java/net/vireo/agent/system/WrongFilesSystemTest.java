// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.vrouter.Vrouter;
import net.vireo.vrouter.VrouterConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are wrong, half written, or away for a moment, while an agent runs and guests talk: nothing changes. */
@Tag("system")
@Tag("tap")
@Timeout(600)
class WrongFilesSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RATE = 1000;

    @TempDir
    private Path directory;

    private Path node;
    private Path config;
    private Path portsFile;
    private GuestPair guests;
    private Vrouter vrouter;
    private RunningAgent agent;
    private AgentPages pages;
    private TableDump tables;
    private List<String> before;
    private Object sentBefore;

    @BeforeEach
    void start() throws IOException {
        node = directory.resolve("node");
        config = Files.createDirectory(directory.resolve("config"));
        portsFile = config.resolve("ports.yaml");
        Files.writeString(config.resolve("node.yaml"), GuestPair.CONFIG);
        Files.writeString(portsFile, GuestPair.PORTS);
        try (RtNetlink links = RtNetlink.open()) {
            links.setUp(links.addVeth("fabric0", "fabric1"));
        }
        guests = new GuestPair(directory);
        vrouter = Vrouter.start(VrouterConfig.of("compute1", node));
        agent = new RunningAgent(node, config);
        pages = new AgentPages(node);
        tables = new TableDump(node);
        pages.settle(2);
        guests.take();
        before = tables.lines();
        sentBefore = pages.status().get("changesSent");
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

    /** Waits until the agent has seen what is wrong, and has said so to people, and finds that it has done nothing. */
    private void assertRefused(final String sentence) throws IOException {
        await(sentence)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pages.problems())
                        .anySatisfy(line -> assertThat(line).contains(sentence)));
        assertThat(VireoProcess.tool(node, "agent", "status"))
                .contains(sentence)
                .endsWith("[exit code 1]");
        assertThat(tables.lines()).isEqualTo(before);
        assertThat(pages.status()).containsEntry("changesSent", sentBefore).containsEntry("activePorts", 2L);
    }

    private void assertMended() throws IOException {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pages.problems()).isEmpty());
        assertThat(VireoProcess.tool(node, "agent", "status")).endsWith("[exit code 0]");
        assertThat(tables.lines()).isEqualTo(before);
        assertThat(pages.status()).containsEntry("changesSent", sentBefore);
    }

    @Test
    void shouldKeepTheLastGoodStateAndSayWhatIsWrong() throws Exception {
        try (NumberedFlows numbers = new NumberedFlows(guests.left(), guests.right(), GuestPair.RIGHT, 2, RATE)) {
            numbers.start();

            Files.writeString(portsFile, GuestPair.PORTS + "---\nkind: [\n");
            assertRefused("ports.yaml:");
            Files.writeString(portsFile, GuestPair.PORTS.substring(0, GuestPair.PORTS.indexOf("network: red", 200)));
            assertRefused("ports.yaml:10:1: the document has no key 'network'");
            Files.writeString(portsFile, GuestPair.PORTS);
            assertMended();

            final Path more = config.resolve("zz.yaml");
            Files.writeString(more, GuestPair.PORTS.replace("10.1.0.4", "10.1.0.99"));
            assertRefused("zz.yaml:1:1: Port left is there already, in ports.yaml:1:1, which counts");
            Files.writeString(
                    more,
                    GuestPair.PORTS
                            .substring(0, GuestPair.PORTS.indexOf("---"))
                            .replace("name: left", "name: third")
                            .replace("000000000001", "000000000003")
                            .replace("01:04", "01:06")
                            .replace("0.4", "0.6")
                            .replace("tapleft", "tapthird")
                            .replace("network: red", "network: rde"));
            assertRefused("port third: network rde is not configured");
            Files.writeString(more, """
                    kind: SecurityGroup
                    apiVersion: vireo.net/v1
                    name: web
                    rules:
                      - {direction: sideways, remote: {prefix: 0.0.0.0/0}}
                    """);
            assertRefused("zz.yaml:5:17: direction is 'sideways', expected");
            Files.writeString(more, """
                    kind: NetworkPolicy
                    apiVersion: vireo.net/v1
                    name: red-to-red
                    rules:
                      - {action: pass, from: {network: red, group: web}}
                    """);
            assertRefused("zz.yaml:5:");
            Files.delete(more);
            assertMended();

            final Path away = directory.resolve("away");
            Files.move(config.resolve("node.yaml"), away);
            assertRefused("no Agent is configured");
            Files.move(away, config.resolve("node.yaml"));
            assertMended();
            Files.move(config, away);
            assertRefused("what it held before still counts");
            Files.move(away, config);
            assertMended();

            assertNothingIsLost(numbers.stop());
        }
    }

    @Test
    void shouldNotTakeAFileThatSomebodyIsWriting() throws Exception {
        try (NumberedFlows numbers = new NumberedFlows(guests.left(), guests.right(), GuestPair.RIGHT, 2, RATE)) {
            numbers.start();

            // As editors and shells do: emptied, or out of the way, for a moment. For longer than a look of the
            // agent's.
            for (int i = 0; i < 15; i++) {
                Files.writeString(portsFile, "");
                Thread.sleep(100);
                Files.writeString(portsFile, GuestPair.PORTS.substring(0, GuestPair.PORTS.indexOf("---")));
                Thread.sleep(100);
                Files.delete(portsFile);
                Thread.sleep(100);
                Files.writeString(portsFile, GuestPair.PORTS);
                assertThat(pages.status()).containsEntry("activePorts", 2L);
            }
            assertMended();

            assertNothingIsLost(numbers.stop());
        }
    }

    private void assertNothingIsLost(final NumberedFlows.Result result) {
        assertThat(result.sent()).isPositive();
        assertThat(result.missing()).as("%s", result).isLessThanOrEqualTo(result.kernelDrops());
        assertThat(result.twice()).isZero();
        assertThat(VireoProcess.tool(node, "ledger")).endsWith("[exit code 0]");
    }
}
