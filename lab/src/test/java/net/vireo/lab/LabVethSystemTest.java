// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab of a user who may not open {@code /dev/net/tun}: veth pairs in place of TAPs, everything else the same. */
@Tag("system")
@Tag("lab")
class LabVethSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldPassWithVethPairs() throws Exception {
        final LabProcess lab = LabProcess.start(directory, "--attach", "veth", "--quick");

        assertThat(lab.awaitEnd(Duration.ofMinutes(2))).as(lab.output()).isZero();
        assertThat(lab.output()).contains("veth links: asked for").doesNotContain("FAIL");
        lab.assertNothingIsLeft();
    }
}
