// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code vireo bench peers --case fabric}, as short as it gets: each switch passes frames both ways. Needs what AF_XDP
 * needs, root outside user namespaces.
 */
@Tag("system")
@Tag("lab")
class PeersFabricSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldMeasureOurFabricPortsBesideTestPmd() throws Exception {
        assumeTrue(Files.readString(Path.of("/proc/self/uid_map")).contains("4294967295"), "not root of the machine");
        final LabProcess bench = LabProcess.start(
                directory, "peers", "--case", "fabric", "--rounds", "1", "--seconds", "1", "--warm-up", "1");

        assertThat(bench.awaitEnd(Duration.ofMinutes(3)))
                .as(bench.output() + bench.errors())
                .isZero();
        for (final String load : new String[] {"in 110 B", "out 110 B", "in 1564 B", "out 1564 B"}) {
            for (final String title : new String[] {"Vireo xdp", "Vireo packet-socket", "testpmd af_xdp"}) {
                // A number of samples, then quantiles, the highest of which is not zero.
                assertThat(bench.output())
                        .containsPattern(load + " +" + title + " +[1-9]\\d* .* \\d*[1-9]\\d*\\.\\d\\d");
            }
        }
        assertThat(bench.output()).contains("Vireo xdp x testpmd af_xdp");
    }
}
