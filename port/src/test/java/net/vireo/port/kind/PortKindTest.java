// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.vireo.port.MemoryPort;
import net.vireo.port.pool.PacketPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PortKindTest {
    private static final Path SOURCES = Path.of("src/main/java/net/vireo/port");

    /** A port that told of another kind would have no line in the table. */
    @Test
    void shouldHaveALineForEachPortThatThereIs() throws IOException {
        final Pattern kind = Pattern.compile("String kind\\(\\) \\{\\s+return ([^;]+);");
        final List<String> answers;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            answers = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> kind.matcher(text(file)).results())
                    .map(found -> found.group(1))
                    .toList();
        }
        assertThat(answers)
                .hasSizeGreaterThan(9)
                .allMatch(answer -> answer.matches("PortKind\\.[A-Z_]+\\.text\\(\\)|(inner|device)\\.kind\\(\\)"));
        for (final PortKind each : PortKind.values()) {
            final boolean isPort = answers.contains("PortKind." + each.name() + ".text()");
            assertThat(isPort)
                    .as("%s is a port of the data plane's", each.text())
                    .isEqualTo(!each.isBypassed());
        }
    }

    private static String text(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldBeFoundByWhatAPortSaysItIs() {
        try (PacketPool pool = PacketPool.create(new PacketPool.Sizes(64, 0), false);
                MemoryPort.Pair cable = MemoryPort.pair(pool, "left", "right", 1, 8)) {
            assertThat(PortKind.of(cable.left().kind())).contains(PortKind.MEMORY);
        }
        assertThat(PortKind.of("packet-socket")).contains(PortKind.PACKET_SOCKET);
        assertThat(PortKind.of("")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PortKind.class)
    void shouldHaveTheRoutersFeaturesExactlyWherePacketsPassTheRouter(final PortKind kind) {
        for (final PortFeature feature : List.of(
                PortFeature.OVERLAY,
                PortFeature.POLICY,
                PortFeature.MIRROR,
                PortFeature.QOS,
                PortFeature.SUB_INTERFACES,
                PortFeature.SERVICES,
                PortFeature.BALANCING,
                PortFeature.ACCOUNTS)) {
            assertThat(kind.can(feature))
                    .as("%s: %s", kind.text(), feature.text())
                    .isNotEqualTo(kind.isBypassed());
        }
        assertThat(kind.can(PortFeature.NO_ROUTER_CPU)).isEqualTo(kind.isBypassed());
        assertThat(kind.copies() == 0).isEqualTo(kind.isBypassed() || kind == PortKind.MEMORY);
    }

    @ParameterizedTest
    @EnumSource(PortKind.class)
    void shouldSayWhyForEverythingThatItCannot(final PortKind kind) {
        for (final PortFeature feature : PortFeature.values()) {
            if (!kind.can(feature)) {
                assertThat(kind.whyNot(feature))
                        .as("%s: %s", kind.text(), feature.text())
                        .isNotBlank();
            }
        }
    }

    @Test
    void shouldNameThoseThatGoPast() {
        assertThat(PortKind.bypassing()).containsExactly(PortKind.SR_IOV, PortKind.VDPA, PortKind.PASSTHROUGH);
        assertThat(PortKind.SR_IOV.whyNot(PortFeature.POLICY))
                .isEqualTo("packets of a port of kind sr-iov go past the data plane");
        assertThat(PortKind.VHOST_USER.crossing().isFast()).isTrue();
        assertThat(PortKind.TAP.crossing().isFast()).isFalse();
    }
}
