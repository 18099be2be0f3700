// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import net.vireo.lab.topology.Scenarios;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The lab whose conversations are flows: asked about once, permitted in pairs, dropped when nobody decides. */
@Tag("system")
@Tag("lab")
class LabFlowsSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldPassWithEveryFlowPermitted() throws Exception {
        final LabProcess lab = LabProcess.start(directory, "flows", "--quick", "-o", "json");

        final int exitCode = lab.awaitEnd(Duration.ofMinutes(2));
        final JsonNode result = new JsonMapper().readTree(lab.output());
        assertThat(exitCode).as(result.toPrettyString()).isZero();
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
        lab.assertNothingIsLeft();
    }
}
