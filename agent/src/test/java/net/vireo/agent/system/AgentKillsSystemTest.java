// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.vireo.cli.text.IpPrefix;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.vrouter.Vrouter;
import net.vireo.vrouter.VrouterConfig;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the agent again and again, also in the middle of programming and while flows are set up, under 10,000 numbered
 * datagrams a second of established flows. {@code -Dvireo.kills=20} for more kills than the usual three,
 * {@code -Dvireo.seed=N} to have them at the same moments again.
 */
@Tag("system")
@Tag("tap")
@Timeout(1800)
class AgentKillsSystemTest {
    private static final int KILLS = Integer.getInteger("vireo.kills", 3);
    private static final int RATE = 10_000;
    private static final int FLOWS = 8;
    private static final int ROUTES = 2000;
    private static final int KILL_WITHIN_MS = 5;
    private static final String FAR = "10.99.";
    private static final int FIRST_FAR = 0x0a63_0000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("vireo.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private Path run;
    private Path node;
    private Path config;
    private GuestPair guests;
    private Vrouter vrouter;
    private VireoProcess agent;
    private AgentPages pages;
    private TableDump tables;
    private boolean large;

    @BeforeEach
    void start() throws IOException {
        run = Files.createDirectories(directory.resolve("run"));
        node = Files.createDirectories(run.resolve("nodes")).resolve("compute1");
        config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(config.resolve("node.yaml"), GuestPair.CONFIG);
        Files.writeString(config.resolve("ports.yaml"), GuestPair.PORTS);
        try (RtNetlink links = RtNetlink.open()) {
            links.setUp(links.addVeth("fabric0", "fabric1"));
        }
        guests = new GuestPair(directory);
        vrouter = Vrouter.start(VrouterConfig.of("compute1", node));
        agent = VireoProcess.agent(run, config);
        pages = new AgentPages(node);
        tables = new TableDump(node);
        agent.awaitOutput("tables at");
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

    /** When the agent is killed. */
    private enum Moment {
        WHILE_FLOWS_BEGIN,
        WHILE_IT_PROGRAMS,
        AT_ANY_TIME
    }

    @Test
    void shouldLoseNoPacketOfAKnownFlowByAnyKill() throws Exception {
        final List<String> small = tables.lines();
        resize();
        await().atMost(PATIENCE).until(() -> farRoutes() == ROUTES);
        pages.settle(2);
        final List<String> big = tables.lines();
        try (NumberedFlows numbers = new NumberedFlows(guests.left(), guests.right(), GuestPair.RIGHT, FLOWS, RATE)) {
            numbers.start();
            final List<String> known = known();
            for (int kill = 0; kill < KILLS; kill++) {
                final Moment moment = Moment.values()[kill % Moment.values().length];
                final String found = kill(moment);
                beginAFlowThatWaitsForTheNextAgent();
                pages.settle(2);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(200))
                        .untilAsserted(() -> assertThat(tables.lines()).containsExactlyElementsOf(large ? big : small));
                assertThat(known()).as("the known flows' entries").isEqualTo(known);
                System.out.printf("kill %2d at %d ms %-18s %s%n", kill + 1, numbers.sinceStartMs(), moment, found);
            }
            final NumberedFlows.Result result = numbers.stop();
            System.out.println("seed " + seed + ": " + result);
            if (result.missing() > result.kernelDrops()) {
                throw new AssertionError(result + "\n" + diagnosis());
            }
            assertThat(result.twice()).isZero();
        }
        assertThat(VireoProcess.tool(node, "ledger")).endsWith("[exit code 0]");
    }

    private String kill(final Moment moment) throws Exception {
        return switch (moment) {
            case AT_ANY_TIME -> {
                final int ms = random.nextInt(1500);
                Thread.sleep(ms);
                agent.kill();
                yield "after " + ms + " ms";
            }
            case WHILE_IT_PROGRAMS -> {
                final int one = random.nextInt(ROUTES);
                final int vrf = ((Long) pages.rows("networks").getFirst().get("vrf")).intValue();
                resize();
                tables.awaitRoute(vrf, IpPrefix.host(FIRST_FAR + (one / 250 << 8) + one % 250), large);
                Thread.sleep(random.nextInt(KILL_WITHIN_MS));
                agent.kill();
                yield farRoutes() + " of " + ROUTES + " far routes were there, on the way to " + (large ? ROUTES : 0);
            }
            case WHILE_FLOWS_BEGIN -> {
                final int judged = ((Long) pages.status().get("flowsJudged")).intValue();
                final int begun;
                try (FlowOpener opener = new FlowOpener(guests.left(), GuestPair.RIGHT, 500)) {
                    await().atMost(PATIENCE).until(() -> (Long) pages.status().get("flowsJudged") > judged + 50);
                    Thread.sleep(random.nextInt(500));
                    agent.kill();
                    begun = opener.begunCount();
                }
                yield begun + " flows begun";
            }
        };
    }

    private void beginAFlowThatWaitsForTheNextAgent() throws IOException {
        try (NewFlow flow = new NewFlow(guests.left(), guests.right(), GuestPair.RIGHT)) {
            for (int i = 0; i < 5; i++) {
                assertThat(flow.send()).as("nobody judges").isFalse();
            }
            agent = VireoProcess.agent(run, config);
            try {
                flow.awaitPassage();
            } catch (final ConditionTimeoutException never) {
                throw new AssertionError(diagnosis(), never);
            }
        }
    }

    /** What a person would look at. */
    private String diagnosis() throws IOException {
        return String.join(
                "\n",
                agent.output(),
                "" + pages.status(),
                "" + pages.rows("packets"),
                "" + pages.problems(),
                VireoProcess.tool(node, "dropstats"),
                VireoProcess.tool(node, "flow", "-l"),
                guests.left().tool("ip", "-s", "-s", "link"),
                guests.left().tool("ip", "neigh"),
                guests.right().tool("ip", "-s", "-s", "link"),
                guests.right().tool("cat", "/proc/net/snmp", "/proc/net/softnet_stat"),
                VireoProcess.tool(node, "ledger"),
                VireoProcess.tool(node, "vif", "--list"));
    }

    /** Adds the far routes, or takes them away: as people do, by a file that is whole from its first moment on. */
    private void resize() throws IOException {
        large = !large;
        final Path file = config.resolve("far.yaml");
        if (!large) {
            Files.delete(file);
            return;
        }
        final StringBuilder text = new StringBuilder("""
                kind: Peer
                apiVersion: vireo.net/v1
                name: compute2
                address: 192.0.2.2
                """);
        for (int i = 0; i < ROUTES; i++) {
            text.append(
                            "---\n{kind: Route, apiVersion: vireo.net/v1, network: red, via: compute2, label: 1000, prefix: ")
                    .append(FAR)
                    .append(i / 250)
                    .append('.')
                    .append(i % 250)
                    .append("/32}\n");
        }
        Files.writeString(directory.resolve("new"), text);
        Files.move(directory.resolve("new"), file);
    }

    private long farRoutes() {
        return tables.lines().stream().filter(line -> line.contains(FAR)).count();
    }

    /** The entries of the numbered flows, with their places in the table. */
    private List<String> known() {
        return tables.flows().stream()
                .filter(flow -> flow.value(VireoFlowList.SOURCE_PORT) == flow.value(VireoFlowList.DESTINATION_PORT)
                        && flow.value(VireoFlowList.SOURCE_PORT) >= 7000)
                .map(flow -> flow.value(VireoFlowList.INDEX) + " " + flow.value(VireoFlowList.GEN_ID) + " "
                        + flow.value(VireoFlowList.SOURCE_PORT) + " action " + flow.value(VireoFlowList.ACTION)
                        + " reverse " + flow.value(VireoFlowList.REVERSE_INDEX))
                .sorted()
                .toList();
    }
}
