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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each fault of the shelf in a kept lab: planted, found by the doctor, named by the console, lifted, and gone. */
@Tag("system")
@Tag("lab")
class LabFaultsSystemTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path directory;

    private static LabProcess lab;
    private static ConsoleClient console;

    @BeforeAll
    static void keepALab() throws IOException {
        lab = LabProcess.start(directory, "--quick", "--keep");
        console = ConsoleClient.of(lab);
    }

    @AfterAll
    static void endTheLab() throws Exception {
        lab.tool("lab", "stop");
        lab.awaitEnd(Duration.ofSeconds(30));
        lab.assertNothingIsLeft();
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

    private static JsonNode shelf() throws Exception {
        return JSON.readTree(lab.tool("lab", "fault", "list", "-o", "json")).path("faults");
    }

    private static JsonNode plant(final String name) throws Exception {
        final JsonNode fault = JSON.readTree(lab.tool("lab", "fault", "plant", name, "-o", "json"));
        assertThat(fault.path("state").asString()).isEqualTo("planted");
        return fault;
    }

    private static void lift(final String name) throws Exception {
        assertThat(JSON.readTree(lab.tool("lab", "fault", "lift", name, "-o", "json"))
                        .path("state")
                        .asString())
                .isEqualTo("off");
    }

    /** Until it is so; a busy machine may need several looks. */
    private static void eventually(final ThrowingRunnable holds) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .untilAsserted(holds);
    }

    private static void awaitFinding(final String check) {
        eventually(() -> assertThat(console.get("nodes/faulty/doctor").path("findings"))
                .anyMatch(finding -> finding.path("id").asString().equals(check)));
    }

    private static void awaitCaption(final int page) {
        eventually(() -> assertThat(console.get("nodes/faulty/snapshot")
                        .path("caption")
                        .path("page")
                        .asInt())
                .isEqualTo(page));
    }

    private static JsonNode guest(final String fault, final String guest) throws Exception {
        for (final JsonNode each : shelf()) {
            if (each.path("name").asString().equals(fault)) {
                return each.path("guests").path(guest);
            }
        }
        throw new AssertionError("no fault " + fault);
    }

    @Test
    void shouldPlantAQueueThatNobodyPolls() throws Exception {
        plant("unserved-queue");
        awaitCaption(120);
        awaitFinding("guest-queues");
        eventually(() -> {
            final JsonNode five = guest("unserved-queue", "five");
            assertThat(five.path("sent").asLong()).isPositive();
            assertThat(five.path("refused").asLong())
                    .as("queue 4 is full, which only the guest knows")
                    .isPositive();
        });
    }

    @Test
    void shouldPlantAFunnelOfGre() throws Exception {
        plant("gre-funnel");
        awaitCaption(69);
        awaitFinding("gre-entropy");
    }

    @Test
    void shouldPlantTheTwoCoreAnomaly() throws Exception {
        plant("two-core-anomaly");
        awaitCaption(71);
        awaitFinding("two-core-anomaly");
    }

    @Test
    void shouldPlantASlowGuest() throws Exception {
        plant("slow-guest");
        awaitCaption(68);
        awaitFinding("slow-guest");
    }

    @Test
    void shouldLiftOneFaultForAnother() throws Exception {
        plant("two-core-anomaly");
        plant("unserved-queue");
        assertThat(shelf())
                .filteredOn(fault -> fault.path("state").asString().equals("planted"))
                .extracting(fault -> fault.path("name").asString())
                .containsExactly("unserved-queue");
        lab.tool("ledger", "--node", "faulty");
    }
}
