// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ipv4;
import net.vireo.port.MemoryPort;
import net.vireo.sandesh.SandeshObject;
import org.junit.jupiter.api.Test;

/**
 * The compiler stops inlining in a method that has grown too much, and says so; then each memory access becomes a call.
 * Asks the compiler itself, in a JVM of its own.
 */
class InliningTest {
    private static final Pattern COMPILED = Pattern.compile("net\\.vireo\\.vrouter\\.graph\\.(\\w+)::(\\w+) \\(");
    private static final List<String> REFUSALS = List.of("NodeCountInliningCutoff", "size > DesiredMethodLimit");

    /** One packet for each neighbour and lifetime: it may be slow, and its answer is long to write. */
    private static final List<String> RARE_NODES = List.of("NdInput");

    /** Nodes of the common ways; the rare ones may not be compiled in the time there is. */
    private static final List<String> HOT_NODES = List.of(
            "VifInput",
            "GuestInput",
            "RouteLookup",
            "EncapUdp",
            "FabricInput",
            "MplsInput",
            "EncapRewrite",
            "TagInput",
            "GuestSort",
            "BridgeInput",
            "NexthopDispatch",
            "EncapTunnel",
            "Replicate",
            "RouteLookup6",
            "GreInput",
            "VxlanInput",
            "DecapInput",
            "VifOutput",
            "ArpInput");

    @Test
    void shouldInlineEverythingInHotNodes() throws Exception {
        final List<String> refusals = new ArrayList<>();
        final Set<String> compiled = new LinkedHashSet<>();
        String task = "";
        for (final String line : compilerLog()) {
            final var header = COMPILED.matcher(line);
            if (!line.contains("@") && header.find()) {
                task = header.group(1) + "::" + header.group(2);
                if (header.group(2).equals("process")) {
                    compiled.add(header.group(1));
                }
            } else if (!line.contains("@") && line.contains("::")) {
                task = "";
            }
            final boolean rare = RARE_NODES.contains(task.split("::", 2)[0]);
            if (!task.isEmpty() && !rare && REFUSALS.stream().anyMatch(line::contains)) {
                refusals.add(task + ": " + line.strip());
            }
        }
        assertThat(compiled).as("nodes that the compiler saw").containsAll(HOT_NODES);
        assertThat(refusals).isEmpty();
    }

    private static List<String> compilerLog() throws IOException, URISyntaxException {
        final Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        final Process probe = new ProcessBuilder(
                        java.toString(),
                        "-XX:-TieredCompilation",
                        "-Xbatch",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+PrintCompilation",
                        "-XX:+PrintInlining",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        InliningProbe.class.getName())
                .redirectErrorStream(true)
                .start();
        return new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** The modules as a class path: the child needs no module graph. */
    private static String classPath() throws URISyntaxException {
        final Set<String> entries = new LinkedHashSet<>();
        for (final Class<?> each :
                List.of(Graph.class, MemoryPort.class, Ipv4.class, Memory.class, SandeshObject.class)) {
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
