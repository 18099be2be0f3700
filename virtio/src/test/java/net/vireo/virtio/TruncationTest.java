// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest truncates its memory under us, and the JVM lives: interpreted, compiled by C1, compiled by C2. */
class TruncationTest {
    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
    @Timeout(90)
    void shouldLiveWhenTheGuestsMemoryVanishes(final String how) throws IOException, InterruptedException {
        final String linux =
                Memory.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                how,
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                "target/classes:target/test-classes:" + linux,
                TruncatedGuest.class.getName(),
                "-Xint".equals(how) ? "10" : "20000"));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> line.endsWith(": InternalError, MEMORY_GONE, alive")))
                .as(output)
                .hasSize(8);
    }
}
