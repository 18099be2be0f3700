// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Scenarios;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The web console of a kept lab: its numbers are the tools', and an anomaly is seen and mended. */
@OnKeptLab
class LabConsoleSystemTest {
    private static final Guest FROM = Scenarios.TWO_NODES.guest("g2-vm0");
    private static final Guest TO = Scenarios.TWO_NODES.guest("g2-vm1");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static LabProcess lab;
    private static ConsoleClient console;

    @BeforeAll
    static void findTheConsole(final LabProcess kept) {
        lab = kept;
        console = ConsoleClient.of(lab);
    }

    @AfterEach
    void balanceAsUsual() throws Exception {
        lab.tool("vrouter", "--load-balance", "auto", "--node", "compute1");
    }

    private static JsonNode named(final JsonNode list, final String name) {
        for (final JsonNode each : list) {
            if (each.path("name").asString().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no " + name + " in " + list);
    }

    @Test
    void shouldShowTheNumbersOfTheTools() throws Exception {
        await().atMost(LIMIT).untilAsserted(() -> {
            // A quiet lab hears a packet now and then: asked until both were of the same moment.
            final JsonNode shown = named(console.get("nodes/compute1/snapshot").path("vifs"), FROM.name());
            final JsonNode told = new JsonMapper()
                    .readTree(lab.tool("vif", "--get", FROM.name(), "--node", "compute1", "-o", "json"))
                    .path("vifs")
                    .path(0);
            assertThat(shown.path("rxPackets").asLong())
                    .isPositive()
                    .isEqualTo(told.path("rx").path("packets").asLong());
        });
    }

    @Test
    void shouldSeeThePlantedAnomalyNameItsPageAndMendIt() throws Exception {
        lab.tool("vrouter", "--load-balance", "contrail", "--node", "compute1");
        final Process flood = lab.startTool(
                "lab",
                "shell",
                FROM.name(),
                "--",
                "ping",
                "-q",
                "-i",
                "0.001",
                "-w",
                "120",
                TO.address(Family.IPV4).toString());
        try {
            await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                final JsonNode findings = console.get("nodes/compute1/doctor").path("findings");
                assertThat(findings.toString()).contains("\"id\":\"two-core-anomaly\"");
            });
            final JsonNode cure = console.post("nodes/compute1/fix/two-core-anomaly");
            assertThat(cure.path("ok").asBoolean()).as(cure.toString()).isTrue();
            assertThat(console.get("nodes/compute1/snapshot")
                            .path("loadBalance")
                            .asString())
                    .isEqualTo("auto");
        } finally {
            LabProcess.end(flood);
        }
    }
}
