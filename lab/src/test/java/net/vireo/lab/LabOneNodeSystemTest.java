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

/** The deck's test lab (p132), as a person starts it. */
@Tag("system")
@Tag("guests")
class LabOneNodeSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldShowByCoreWhereTheStreamsWent() throws Exception {
        final LabProcess lab = LabProcess.start(directory, "one-node", "--guests", "qemu", "-o", "json", "--time", "1");
        final int exitCode = lab.awaitEnd(Duration.ofMinutes(4));
        final JsonNode result = new JsonMapper().readTree(lab.output());

        assertThat(exitCode).as(lab.output() + lab.errors()).isZero();
        final JsonNode figures = figures(result, "2 streams, by core");
        final long polledBy10 = figures.path("clientPolledByCore10").asLong(-1);
        final long polledBy11 = figures.path("clientPolledByCore11").asLong(-1);
        assertThat(Math.min(polledBy10, polledBy11)).as("one queue, one core").isZero();
        assertThat(Math.max(polledBy10, polledBy11))
                .isGreaterThanOrEqualTo(figures.path("packets").asLong()
                        - figures.path("lostPackets").asLong());
        lab.assertNothingIsLeft();
    }

    private static JsonNode figures(final JsonNode result, final String title) {
        for (final JsonNode line : result.path("lines")) {
            if (line.path("check").asString("").contains(title)) {
                return line.path("figures");
            }
        }
        throw new AssertionError("no line '" + title + "' in " + result);
    }
}
