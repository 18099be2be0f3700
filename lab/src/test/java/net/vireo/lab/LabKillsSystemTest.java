// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the data planes of a lab again and again while a guest sends 10,000 numbered datagrams a second to a guest of
 * the other node. {@code -Dvireo.kills=20} for more kills than the usual five.
 */
@OnKeptLab
class LabKillsSystemTest {
    private static final int KILLS = Integer.getInteger("vireo.kills", 5);
    private static final int RATE = 10_000;
    private static final long MOMENT_MS = 1000;

    /** With seven threads that want to run on two shared CPUs a new process waits for its turn more than once. */
    private static final long WORST_MS = 3000;

    private static final long BETWEEN_MS = 4000;
    private static final List<String> NODES = List.of("compute1", "compute2");

    @TempDir
    private Path directory;

    private static LabProcess lab;

    private final List<Process> tools = new ArrayList<>();

    @BeforeAll
    static void findTheLab(final LabProcess kept) {
        lab = kept;
    }

    @AfterEach
    void endWhatStillRuns() throws Exception {
        for (final Process tool : tools) {
            LabProcess.end(tool);
        }
    }

    /** What the receiver saw after a kill. */
    private record Gap(int number, String node, long longestMs, long lost) {}

    @Test
    void shouldLoseNoMoreThanAMomentByAnyKill() throws Exception {
        final Path log = directory.resolve("received");
        final Path stop = directory.resolve("stop");
        final String before = guestNetwork();
        final Process receiver = inGuest("g2-vm1", "receive", log.toString());
        Awaitility.await().until(() -> Files.exists(log));
        Thread.sleep(500);
        final Process sender = inGuest("g2-vm0", "send", "120.0.0.3", "" + RATE, stop.toString());
        Thread.sleep(BETWEEN_MS);
        final List<Long> killed = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            final String node = NODES.get(kill % NODES.size());
            awaitSpare(node);
            killed.add(kill(node));
            Thread.sleep(BETWEEN_MS);
        }
        Files.createFile(stop);
        final String sent = text(sender);
        final String end = text(receiver);
        final List<String> received = Files.readAllLines(log);
        final List<Gap> gaps = gaps(killed, received);
        print(gaps, sent, received);
        if (Boolean.getBoolean("vireo.kills.details")) {
            System.out.println(killed + "\n" + String.join("\n", received));
            for (final String node : NODES) {
                System.out.println(Files.readString(lab.files().node(node).resolve("vrouter.log")));
                System.out.println(lab.tool("vif", "--list", "--node", node));
                System.out.println(lab.tool("dropstats", "--node", node));
            }
        }

        assertThat(end).isEmpty();
        assertThat(gaps)
                .allSatisfy(gap -> assertThat(gap.longestMs).isPositive().isLessThan(WORST_MS));
        assertThat(gaps.stream().mapToLong(Gap::longestMs).sorted().toArray()[gaps.size() / 2])
                .as("median of %s", gaps)
                .isLessThan(MOMENT_MS);
        for (final String node : NODES) {
            assertThat(lab.tool("ledger", "--node", node)).doesNotContain("BROKEN");
        }
        assertThat(guestNetwork()).isEqualTo(before);
        assertThat(lab.tool("lab", "shell", "g2-vm0", "--", "ping", "-c", "5", "-i", "0.2", "120.0.0.3"))
                .contains(" 0% packet loss");
    }

    /** The addresses of a guest and of its host, and whether what they know of their neighbours is still there. */
    private String guestNetwork() throws Exception {
        final StringBuilder network = new StringBuilder();
        for (final String space : List.of("g2-vm0", "g2-vm1", "compute1", "compute2")) {
            network.append(lab.tool("lab", "shell", space, "--", "ip", "-br", "-4", "address"));
        }
        return network.toString();
    }

    private Process inGuest(final String guest, final String... arguments) throws IOException {
        final List<String> line = new ArrayList<>(List.of(
                "lab",
                "shell",
                guest,
                "--",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                NumberedUdp.class.getName()));
        line.addAll(List.of(arguments));
        final Process tool = lab.startTool(line.toArray(String[]::new));
        tools.add(tool);
        return tool;
    }

    /** Kills the process that forwards for a node. @return when, in milliseconds since 1970 */
    private long kill(final String node) throws Exception {
        final Path pid = lab.files().node(node).resolve("vrouter.pid");
        final String said = lab.tool("lab", "shell", node, "--", "sh", "-c", "date +%s%3N; kill -9 $(cat " + pid + ")");
        return Long.parseLong(said.strip());
    }

    /** Until a second process of the node has said that it waits: it holds the pid file open. */
    private void awaitSpare(final String node) throws Exception {
        final Path pid = lab.files().node(node).resolve("vrouter.pid").toRealPath();
        Awaitility.await("a spare of " + node)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> holders(pid) == 2);
    }

    /** How many processes have a file open, without a process that asks: it would take what the spare needs to start. */
    private static long holders(final Path file) throws IOException {
        long holders = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (final Path process : descriptors) {
                holders += holds(process.resolve("fd"), file) ? 1 : 0;
            }
        }
        return holders;
    }

    private static boolean holds(final Path descriptors, final Path file) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (final Path descriptor : all) {
                if (Files.readSymbolicLink(descriptor).equals(file)) {
                    return true;
                }
            }
        } catch (final IOException | DirectoryIteratorException itHasEndedOrIsAnothers) {
            return false;
        }
        return false;
    }

    private static List<Gap> gaps(final List<Long> killed, final List<String> received) {
        final List<Gap> gaps = new ArrayList<>();
        for (int kill = 0; kill < killed.size(); kill++) {
            long longestUs = 0;
            long lost = 0;
            for (final String line : received) {
                final String[] words = line.split(" ", -1);
                final long atMs = Long.parseLong(words[1]);
                if (words[0].equals("pause")
                        && atMs >= killed.get(kill)
                        && atMs < killed.get(kill) + BETWEEN_MS - 500) {
                    longestUs = Math.max(longestUs, Long.parseLong(words[2]));
                    lost += Long.parseLong(words[3]);
                }
            }
            gaps.add(new Gap(kill + 1, NODES.get(kill % NODES.size()), longestUs / 1000, lost));
        }
        return gaps;
    }

    private static long lost(final List<String> received) {
        final String[] total = received.getLast().split(" ", -1);
        return Long.parseLong(total[1]) - Long.parseLong(total[2]);
    }

    private static void print(final List<Gap> gaps, final String sent, final List<String> received) {
        System.out.println("kill  node       longest pause   lost");
        gaps.forEach(
                gap -> System.out.printf("%4d  %-9s  %10d ms  %5d%n", gap.number, gap.node, gap.longestMs, gap.lost));
        final String[] total = received.getLast().split(" ", -1);
        System.out.printf(
                "%s; received %s, %s of them late; %d lost, of which the receiver's socket had no room for %s%n",
                sent.strip(), total[2], total[3], lost(received), total[4]);
    }

    private static String text(final Process process) throws Exception {
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
