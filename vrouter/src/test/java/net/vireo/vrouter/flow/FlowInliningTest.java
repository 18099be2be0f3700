// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.vireo.linux.memory.Memory;
import net.vireo.port.MemoryPort;
import org.junit.jupiter.api.Test;

/** Look-ups stay below the compiler's cut-off (CONTRIBUTING, "the inlining budget"): asks the compiler itself. */
class FlowInliningTest {
    private static final List<String> HOT = List.of(
            "net.vireo.vrouter.flow.FlowTable::find (",
            "net.vireo.vrouter.flow.FlowTable::insert (",
            "net.vireo.vrouter.table.BridgeTable::lookup (");

    @Test
    void shouldInlineEverythingInLookUps() throws Exception {
        final List<String> log = compilerLog();
        for (final String hot : HOT) {
            assertThat(log).as("compiled " + hot).anyMatch(line -> !line.contains("@ ") && line.contains(hot));
        }
        assertThat(log).noneMatch(line -> line.contains("NodeCountInliningCutoff") && line.contains("net.vireo"));
        assertThat(log).noneMatch(line -> line.contains("size > DesiredMethodLimit") && line.contains("net.vireo"));
    }

    private static List<String> compilerLog() throws IOException, URISyntaxException {
        final Process probe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-TieredCompilation",
                        "-Xbatch",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+PrintCompilation",
                        "-XX:+PrintInlining",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        FlowInliningProbe.class.getName())
                .redirectErrorStream(true)
                .start();
        return new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** The modules as a class path: the child needs no module graph. */
    private static String classPath() throws URISyntaxException {
        final Set<String> entries = new LinkedHashSet<>();
        for (final Class<?> each : List.of(FlowTable.class, MemoryPort.class, Memory.class)) {
            entries.add(Path.of(each.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        entries.add(Path.of(System.getProperty("basedir", "."), "target", "test-classes")
                .toString());
        entries.add(System.getProperty("java.class.path"));
        return String.join(File.pathSeparator, entries);
    }
}
