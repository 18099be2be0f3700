// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The lines can fail: with a data plane stopped, each line that needs it does. */
@Tag("system")
@Tag("lab")
class LabBreaksSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldFailEveryLineThatNeedsTheStoppedDataPlane() throws Exception {
        final LabProcess lab =
                LabProcess.start(directory, "--no-agent", "--break", "compute1", "--time", "1", "-o", "json");

        assertThat(lab.awaitEnd(Duration.ofMinutes(5))).isEqualTo(1);
        final JsonNode result = new JsonMapper().readTree(lab.output());
        assertThat(result.path("passed").asBoolean()).isFalse();
        for (final JsonNode line : result.path("lines")) {
            final String check = line.path("check").asString();
            final boolean otherNodeOnly = check.contains("b2-vm2 >") || check.contains("ledger of compute2");
            assertThat(line.path("verdict").asString())
                    .as(line.toPrettyString())
                    .isEqualTo(otherNodeOnly ? "passed" : "failed");
        }
        assertThat(result.path("nodes").get(0).path("error").asString())
                .isEqualTo("compute1: no counters, its data plane is stopped");
        assertThat(result.path("nodes").get(1).path("vifs").size()).isGreaterThan(5);
        lab.assertNothingIsLeft();
    }
}
