// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.topology.Scenarios;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The lab whose conversations are flows: asked about once, permitted in pairs, dropped when nobody decides. And, as it stays,
 * {@code vireo trace --from} and {@code vireo why} on two nodes with real data planes, guests and an agent's stand-in.
 */
@Tag("system")
@Tag("lab")
class LabFlowsSystemTest {
    @TempDir
    private static Path directory;

    private static LabProcess lab;

    @BeforeAll
    static void startALab() throws Exception {
        lab = LabProcess.start(directory, "flows", "--keep", "--quick", "-o", "json");
        lab.awaitOutput("\n}", Duration.ofMinutes(3));
    }

    @AfterAll
    static void endTheLab() throws Exception {
        lab.tool("lab", "stop");
        lab.awaitEnd(Duration.ofSeconds(15));
        lab.assertNothingIsLeft();
    }

    @Test
    void shouldPassWithEveryFlowPermitted() {
        final JsonNode result = new JsonMapper().readTree(lab.output());

        assertThat(result.path("passed").asBoolean())
                .as(result.toPrettyString())
                .isTrue();
        TrafficNumbers.assertAgree(result);
        assertThat(result.path("scenario").asString()).isEqualTo("flows");
        assertThat(result.path("lines").size())
                .isEqualTo(CheckList.of(Scenarios.FLOWS, false, Checks.QUICK).size());
        assertThat(result.path("lines")
                        .valueStream()
                        .filter(line -> line.path("check").asString().contains("nobody to permit"))
                        .map(line -> line.path("measured").asString()))
                .singleElement()
                .asString()
                .contains("alone: 0 of 6 back", "TRAP_NO_IF=", "again: 6 of 6 back");
    }

    private static JsonNode trace(final String... arguments) throws Exception {
        final String[] line = new String[arguments.length + 3];
        line[0] = "trace";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        line[line.length - 2] = "-o";
        line[line.length - 1] = "json";
        return new JsonMapper().readTree(lab.tool(line));
    }

    private static JsonNode ledger(final String node) throws Exception {
        return new JsonMapper().readTree(lab.tool("ledger", "--node", node, "-o", "json"));
    }

    @Test
    void shouldPredictThroughATunnelToTheOtherNode() throws Exception {
        final JsonNode answer = trace("--from", "g2-vm0", "--to", "120.0.0.3", "--tcp", "80");
        assertThat(answer.path("outcome").path("text").asString()).isEqualTo("delivered to g2-vm1 on compute2");
        assertThat(answer.path("predicted").path("hops")).hasSize(2);
        assertThat(answer.path("assumptions")).as("nobody decided yet").isNotEmpty();
        assertThat(answer.path("predicted").path("hops").path(0).path("lcore").asInt())
                .isGreaterThanOrEqualTo(10);
        assertThat(answer.has("actual")).isFalse();
    }

    @Test
    void shouldSendAProbeTheWayThatItPredicted() throws Exception {
        final JsonNode answer = trace("--from", "g2-vm0", "--to", "120.0.0.3", "--udp", "5353", "--send");
        assertThat(answer.path("agree").asBoolean()).as(answer.toPrettyString()).isTrue();
        assertThat(answer.path("outcome").path("kind").asString()).isEqualTo("delivered");
        assertThat(answer.path("actual").path("hops")).hasSize(2);
        assertThat(ledger("compute1").toString()).contains("probes sent by a trace");
        lab.tool("ledger", "--node", "compute1");
        lab.tool("ledger", "--node", "compute2");
    }

    @Test
    void shouldPredictIpv6() throws Exception {
        final String to = guestsAddress6();
        final JsonNode answer = trace("--from", "g2-vm0", "--to", to, "--icmp", "--send");
        assertThat(answer.path("agree").asBoolean()).as(answer.toPrettyString()).isTrue();
        assertThat(answer.path("outcome").path("text").asString()).isEqualTo("delivered to g2-vm1 on compute2");
    }

    private static String guestsAddress6() throws Exception {
        final JsonNode vifs = new JsonMapper().readTree(lab.tool("vif", "--node", "compute2", "-o", "json"));
        return vifs.path("vifs")
                .valueStream()
                .filter(vif -> vif.toString().contains("g2-vm1"))
                .map(vif -> vif.path("ip6").asString())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldSayWhatDropsAPacketWithItsExitCode() throws Exception {
        final Process tool =
                lab.startTool("trace", "--from", "g2-vm0", "--to", "120.0.0.77", "--tcp", "80", "--minimal");
        final String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(tool.exitValue()).isEqualTo(1);
        assertThat(said).startsWith("predicted: dropped on compute1: ");
    }

    @Test
    void shouldGroupTheDropsOfAKeptLab() throws Exception {
        final JsonNode why = new JsonMapper().readTree(lab.tool("why", "--drops", "--node", "compute1", "-o", "json"));
        assertThat(why.path("groups")).as("the lab's checks drop on purpose").isNotEmpty();
        assertThat(why.path("groups").path(0).path("sentence").asString()).isNotEmpty();
    }
}
