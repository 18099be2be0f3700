// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.vireo.linux.LinuxException;
import net.vireo.linux.netlink.RtNetlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the data plane under its agent: one that starts from nothing is programmed whole, one that its parent starts again
 * is left as it is. {@code -Dvireo.kills=20} for more kills than the usual three.
 */
@Tag("system")
@Tag("tap")
@Timeout(1800)
class PlaneKillsSystemTest {
    private static final int KILLS = Integer.getInteger("vireo.kills", 3);
    private static final int RATE = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    private final List<AutoCloseable> running = new ArrayList<>();
    private Path run;
    private Path node;
    private GuestPair guests;
    private RunningAgent agent;
    private AgentPages pages;
    private TableDump tables;
    private VireoProcess plane;

    @BeforeEach
    void start() throws IOException {
        run = Files.createDirectories(directory.resolve("run"));
        node = Files.createDirectories(run.resolve("nodes")).resolve("compute1");
        final Path config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(config.resolve("node.yaml"), GuestPair.CONFIG);
        Files.writeString(config.resolve("ports.yaml"), GuestPair.PORTS);
        guests = new GuestPair(directory);
        running.add(guests);
        pages = new AgentPages(node);
        tables = new TableDump(node);
        agent = new RunningAgent(node, config);
        running.add(agent);
    }

    @AfterEach
    void stop() throws Exception {
        for (final AutoCloseable one : running.reversed()) {
            one.close();
        }
        await().atMost(PATIENCE).until(PlaneKillsSystemTest::hasNoFabric);
    }

    private void startPlane(final String... options) throws IOException {
        await().atMost(PATIENCE).until(PlaneKillsSystemTest::hasNoFabric);
        try (RtNetlink links = RtNetlink.open()) {
            links.setUp(links.addVeth("fabric0", "fabric1"));
        }
        final List<String> words = new ArrayList<>(
                List.of("run", "vrouter", "--node", "compute1", "--run-dir", run.toString(), "--lcores", "1"));
        words.addAll(List.of(options));
        plane = new VireoProcess(run, "-Xmx512m", words.toArray(String[]::new));
        running.add(plane);
        plane.awaitOutput("it reserves");
    }

    /** The link goes with the namespace of the data plane that had it, which takes the kernel a moment. */
    private static boolean hasNoFabric() {
        try (RtNetlink links = RtNetlink.open()) {
            links.delete(links.link("fabric1").index());
            return false;
        } catch (final LinuxException gone) {
            return true;
        }
    }

    @Test
    void shouldProgramADataPlaneWholeThatStartsFromNothing() throws Exception {
        startPlane("--no-restart", "--fresh");
        pages.settle(2);
        final List<String> before = tables.lines();
        for (int kill = 0; kill < KILLS; kill++) {
            plane.kill();
            running.remove(plane);
            final long connects = (Long) pages.status().get("connects");
            startPlane("--no-restart", "--fresh");
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat((Long) pages.status().get("connects")).isGreaterThan(connects));
            pages.settle(2);
            assertThat(tables.lines()).containsExactlyElementsOf(before);
        }
        guests.take();
        try (NewFlow flow = new NewFlow(guests.left(), guests.right(), GuestPair.RIGHT)) {
            flow.awaitPassage();
        }
        System.out.println(
                KILLS + " data planes from nothing were programmed whole: " + before.size() + " entries each");
    }

    @Test
    void shouldLeaveADataPlaneAloneThatComesBackByItself() throws Exception {
        startPlane();
        pages.settle(2);
        guests.take();
        final List<String> before = tables.lines();
        try (NumberedFlows numbers = new NumberedFlows(guests.left(), guests.right(), GuestPair.RIGHT, 8, RATE)) {
            numbers.start();
            final Object sent = pages.status().get("changesSent");
            for (int kill = 0; kill < KILLS; kill++) {
                awaitSpare();
                final long connects = (Long) pages.status().get("connects");
                ProcessHandle.of(forwarding()).orElseThrow().destroyForcibly();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat((Long) pages.status().get("connects"))
                                .isGreaterThan(connects));
                pages.settle(2);
                assertThat(tables.lines()).containsExactlyElementsOf(before);
                assertThat(pages.status()).containsEntry("changesSent", sent);
                final long received = numbers.receivedCount();
                await().atMost(PATIENCE).until(() -> numbers.receivedCount() > received + 100);
                try (NewFlow flow = new NewFlow(guests.left(), guests.right(), GuestPair.RIGHT)) {
                    flow.awaitPassage();
                }
            }
            final NumberedFlows.Result result = numbers.stop();
            assertThat(result.twice()).isZero();
            System.out.println(KILLS + " kills: " + result);
        }
        final String ledger = VireoProcess.tool(node, "ledger");
        ledger.lines().filter(line -> line.startsWith("lost when")).forEach(System.out::println);
        assertThat(ledger).endsWith("[exit code 0]");
    }

    private long forwarding() throws IOException {
        return Long.parseLong(Files.readString(node.resolve("vrouter.pid")).strip());
    }

    /** Until a second process has the pid file open: it waits for the first one's end. */
    private void awaitSpare() {
        await().atMost(PATIENCE).until(() -> holders() >= 2);
    }

    private long holders() throws IOException {
        final Path pid = node.resolve("vrouter.pid");
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process ->
                            Character.isDigit(process.getFileName().toString().charAt(0)))
                    .filter(process -> holds(process, pid))
                    .count();
        }
    }

    private static boolean holds(final Path process, final Path file) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> leadsTo(descriptor, file));
        } catch (final IOException gone) {
            return false;
        }
    }

    private static boolean leadsTo(final Path descriptor, final Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (final IOException closed) {
            return false;
        }
    }
}
