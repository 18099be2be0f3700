// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each fault of the shelf in a kept lab: planted, found by the doctor, named by the console, mended, lifted, and gone. */
@OnKeptLab
class LabFaultsSystemTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final JsonMapper JSON = new JsonMapper();

    private static LabProcess lab;
    private static ConsoleClient console;

    @BeforeAll
    static void findTheConsole(final LabProcess kept) {
        lab = kept;
        console = ConsoleClient.of(lab);
    }

    @AfterEach
    void liftAndFindNothingLeft() throws Exception {
        for (final JsonNode fault : shelf()) {
            lift(fault.path("name").asString());
        }
        assertThat(lab.files().node("faulty")).doesNotExist();
        assertThat(lab.files().node("faulty-far")).doesNotExist();
        assertThat(namespaces()).noneMatch(name -> name.startsWith("faulty"));
        assertThat(lab.processes()).noneMatch(process -> process.contains("--node faulty"));
    }

    private static List<String> namespaces() throws IOException {
        try (Stream<Path> spaces = Files.list(lab.files().spaces())) {
            return spaces.map(space -> space.getFileName().toString()).toList();
        }
    }

    private static JsonNode shelf() throws IOException {
        return console.get("faults").path("faults");
    }

    private static String state(final String name) throws IOException {
        for (final JsonNode each : shelf()) {
            if (each.path("name").asString().equals(name)) {
                return each.path("state").asString();
            }
        }
        throw new AssertionError("no fault " + name);
    }

    private static void plant(final String name) throws IOException {
        console.post("faults/" + name + "/plant");
        await(name + " is planted").atMost(LIMIT).until(() -> state(name).equals("planted"));
    }

    private static void lift(final String name) throws IOException {
        console.post("faults/" + name + "/lift");
        await(name + " is lifted").atMost(LIMIT).until(() -> state(name).equals("off"));
    }

    /** Until it is so; a busy machine may need several looks, and may be too late with an answer. */
    private static void eventually(final String what, final ThrowingRunnable holds) {
        await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .untilAsserted(holds);
    }

    /** What the doctor says of the node, by its severity; empty when it says nothing. */
    private static String severity(final String check) throws IOException {
        for (final JsonNode finding : console.get("nodes/faulty/doctor").path("findings")) {
            if (finding.path("id").asString().equals(check)) {
                return finding.path("severity").asString();
            }
        }
        return "";
    }

    private static void awaitFinding(final String check) {
        eventually("a finding " + check, () -> assertThat(severity(check)).isNotEmpty());
    }

    /** Presses "Fix it", and again should the machine have been too busy to answer. */
    private static void mend(final String check, final ThrowingRunnable mended) {
        eventually("the console's mend of " + check, () -> {
            if (!severity(check).isEmpty()) {
                console.post("nodes/faulty/fix/" + check);
            }
            mended.run();
        });
    }

    private static void awaitCaption(final int page) {
        eventually(
                "a caption with page " + page,
                () -> assertThat(console.get("nodes/faulty/snapshot")
                                .path("caption")
                                .path("page")
                                .asInt())
                        .isEqualTo(page));
    }

    /** What a guest has sent and what was refused, as it counts itself. */
    private static long[] sentAndRefused(final String fault, final String guest) throws Exception {
        for (final JsonNode each :
                JSON.readTree(lab.tool("lab", "fault", "list", "-o", "json")).path("faults")) {
            if (each.path("name").asString().equals(fault)) {
                final JsonNode counts = each.path("guests").path(guest);
                return new long[] {
                    counts.path("sent").asLong(), counts.path("refused").asLong()
                };
            }
        }
        throw new AssertionError("no fault " + fault);
    }

    @Test
    void shouldPlantAQueueThatNobodyPollsAndPollItFromTheMendOn() throws Exception {
        plant("unserved-queue");
        awaitCaption(120);
        eventually(
                "a severe finding", () -> assertThat(severity("guest-queues")).isEqualTo("severe"));
        eventually(
                "queue 4 is full, which only the guest knows",
                () -> assertThat(sentAndRefused("unserved-queue", "five")[1]).isPositive());

        mend("guest-queues", () -> assertThat(severity("guest-queues")).isNotEqualTo("severe"));
        eventually("all that the guest sends is taken", () -> {
            final long[] then = sentAndRefused("unserved-queue", "five");
            Thread.sleep(1000);
            final long[] now = sentAndRefused("unserved-queue", "five");
            assertThat(now[0]).isGreaterThan(then[0]);
            assertThat(now[1]).isEqualTo(then[1]);
        });
        lab.tool("ledger", "--node", "faulty");
    }

    @Test
    void shouldPlantAFunnelOfGreAndSpreadItByUdp() throws Exception {
        plant("gre-funnel");
        awaitCaption(69);
        awaitFinding("gre-entropy");

        mend("gre-entropy", () -> assertThat(severity("gre-entropy")).isEmpty());
        awaitCaption(67);
        lab.tool("ledger", "--node", "faulty");
    }

    @Test
    void shouldPlantTheTwoCoreAnomalyAndLetBothLcoresWork() throws Exception {
        plant("two-core-anomaly");
        awaitCaption(71);
        awaitFinding("two-core-anomaly");

        mend("two-core-anomaly", () -> assertThat(severity("two-core-anomaly")).isEmpty());
        lab.tool("ledger", "--node", "faulty");
    }

    @Test
    void shouldPlantASlowGuestAndWaitForIt() throws Exception {
        plant("slow-guest");
        awaitCaption(68);
        awaitFinding("slow-guest");

        mend("slow-guest", () -> assertThat(knob("tx-wait-us")).isEqualTo("500"));
        lab.tool("ledger", "--node", "faulty");
    }

    private static String knob(final String name) throws IOException {
        for (final JsonNode each : console.get("nodes/faulty/snapshot").path("knobs")) {
            if (each.path("name").asString().equals(name)) {
                return each.path("value").asString();
            }
        }
        return "";
    }

    @Test
    void shouldLiftOneFaultForAnother() throws Exception {
        lab.tool("lab", "fault", "plant", "two-core-anomaly");
        lab.tool("lab", "fault", "plant", "unserved-queue");
        assertThat(state("two-core-anomaly")).isEqualTo("off");
        assertThat(state("unserved-queue")).isEqualTo("planted");
        lab.tool("lab", "fault", "lift", "unserved-queue");
    }
}
