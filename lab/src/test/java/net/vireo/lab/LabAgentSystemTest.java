// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.vireo.lab.topology.Scenarios;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One lab whose nodes have agents: guests know nothing but what they are told. Looked at from another terminal too. */
@Tag("system")
@Tag("lab")
class LabAgentSystemTest {
    @TempDir
    private static Path directory;

    private static LabProcess lab;

    @BeforeAll
    static void runTheChecks() throws IOException {
        lab = LabProcess.start(directory, "--keep", "-o", "json", "--time", "1");
        lab.awaitOutput("\n}", Duration.ofMinutes(8));
    }

    @AfterAll
    static void endTheLab() throws Exception {
        lab.tool("lab", "stop");
        lab.awaitEnd(Duration.ofSeconds(30));
        lab.assertNothingIsLeft();
    }

    private static JsonNode result() {
        return new JsonMapper().readTree(lab.output());
    }

    private static JsonNode line(final String title) {
        return result().path("lines")
                .valueStream()
                .filter(line -> line.path("check").asString().contains(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line about " + title + " in " + lab.output()));
    }

    @Test
    void shouldPassEveryLine() {
        assertThat(result().path("lines").size())
                .isEqualTo(CheckList.withAgents(Scenarios.TWO_NODES.withAgents(), false, Checks.ALL)
                        .size());
        for (final JsonNode line : result().path("lines")) {
            assertThat(line.path("verdict").asString())
                    .as(line.toPrettyString())
                    .isEqualTo("passed");
        }
        assertThat(result().path("passed").asBoolean()).isTrue();
    }

    @Test
    void shouldShowWhereEachPacketWent() {
        TrafficNumbers.assertAgree(result());
    }

    @Test
    void shouldGiveEveryGuestItsAddresses() {
        assertThat(line("by DHCP").path("measured").asString()).contains("9 guests have the addresses");
    }

    @Test
    void shouldLetOnePortAnswerAndNameWhatStopsTheOther() {
        assertThat(line("policy").path("measured").asString()).isEqualTo("port 80: b2-vm2; port 8080: no answer");
        assertThat(line("policy").path("proof").asString()).isEqualTo("flow on compute2 dropped: OutSG");
    }

    @Test
    void shouldDecideNothingWhileThereIsNoAgentAndGoOnWhenItIsBack() {
        assertThat(line("nobody to permit").path("measured").asString())
                .contains("alone: 0 of 6 back", "TRAP_NO_IF=", "again: 6 of 6 back");
    }

    @Test
    void shouldAnswerToolsInTheNodesOwnNamespace() throws Exception {
        final String status = lab.tool(
                "lab", "shell", "compute1", "--", LabProcess.launcher(), "agent", "status", "--node", "compute1");

        assertThat(status).contains("data plane connected, 5 of 5 ports active, 3 networks");
    }

    @Test
    void shouldShowARuleComeAndGoStepByStep() throws Exception {
        final JsonNode told = new JsonMapper().readTree(document(lab.tool("lab", "policy", "--no-wait", "-o", "json")));

        assertThat(told.path("passed").asBoolean()).as(told.toPrettyString()).isTrue();
        assertThat(told.path("kind").asString()).isEqualTo("LabPolicy");
        assertThat(told.path("steps"))
                .hasSize(3)
                .allSatisfy(step -> assertThat(step.path("claims")).isNotEmpty());
    }

    /** What is told goes to standard error, which the tool's caller reads with the rest. */
    private static String document(final String said) {
        final List<String> lines = said.lines().toList();
        return String.join("\n", lines.subList(lines.indexOf("{"), lines.lastIndexOf("}") + 1));
    }
}
