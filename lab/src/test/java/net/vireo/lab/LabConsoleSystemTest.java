// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Scenarios;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The web console of a kept lab: its numbers are the tools', a planted fault is seen and mended, and nothing is left of it. */
@Tag("system")
@Tag("lab")
class LabConsoleSystemTest {
    private static final Guest FROM = Scenarios.TWO_NODES.guest("g2-vm0");
    private static final Guest TO = Scenarios.TWO_NODES.guest("g2-vm1");
    private static final Pattern ADDRESS = Pattern.compile("web console: (http://127\\.0\\.0\\.1:[0-9]+/)");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LIMIT_MS = 30_000;

    @TempDir
    private static Path directory;

    private static LabProcess lab;
    private static String url;

    @BeforeAll
    static void keepALab() throws IOException {
        lab = LabProcess.start(directory, "--no-checks", "--keep");
        lab.awaitOutput("web console: http", Duration.ofMinutes(3));
        final Matcher address = ADDRESS.matcher(lab.output());
        assertThat(address.find()).as(lab.output()).isTrue();
        url = address.group(1);
    }

    @AfterAll
    static void endTheLab() throws Exception {
        lab.tool("lab", "stop");
        lab.awaitEnd(Duration.ofSeconds(20));
        lab.assertNothingIsLeft();
    }

    private static JsonNode get(final String path) throws IOException {
        return answer(
                (HttpURLConnection) URI.create(url + "api/v1/" + path).toURL().openConnection());
    }

    private static JsonNode post(final String path) throws IOException {
        final HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + "api/v1/" + path).toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("X-Vireo", "1");
        return answer(connection);
    }

    private static JsonNode answer(final HttpURLConnection connection) throws IOException {
        connection.setConnectTimeout(LIMIT_MS);
        connection.setReadTimeout(LIMIT_MS);
        try (InputStream in = connection.getInputStream()) {
            return new JsonMapper().readTree(in);
        }
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
            final JsonNode shown = named(get("nodes/compute1/snapshot").path("vifs"), FROM.name());
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
                final JsonNode findings = get("nodes/compute1/doctor").path("findings");
                assertThat(findings.toString()).contains("\"id\":\"two-core-anomaly\"");
            });
            final JsonNode cure = post("nodes/compute1/fix/two-core-anomaly");
            assertThat(cure.path("ok").asBoolean()).as(cure.toString()).isTrue();
            assertThat(get("nodes/compute1/snapshot").path("loadBalance").asString())
                    .isEqualTo("auto");
        } finally {
            flood.destroy();
            flood.waitFor();
        }
    }
}
