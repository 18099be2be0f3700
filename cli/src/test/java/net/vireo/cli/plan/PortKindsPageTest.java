// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.vireo.cli.Run;
import net.vireo.cli.show.PortKindTable;
import net.vireo.port.kind.PortFeature;
import net.vireo.port.kind.PortKind;
import org.junit.jupiter.api.Test;

/** Pages 105, 117 and 146: the table of kinds of ports is what the code does, as text and as data. */
class PortKindsPageTest {
    @Test
    void shouldPrintTheTableThatTheCodeActsBy() {
        final Run run = Run.of("plan", "ports");
        assertThat(run.exitCode()).isZero();
        final List<String> lines = run.out().lines().toList();
        final String head =
                lines.stream().filter(line -> line.startsWith(" ")).findFirst().orElseThrow();
        for (final PortFeature feature : PortFeature.values()) {
            final String row = lines.stream()
                    .filter(line -> line.startsWith(feature.text() + " "))
                    .findFirst()
                    .orElseThrow();
            for (final PortKind kind : PortKind.values()) {
                final int column = head.indexOf(" " + kind.text()) + 1;
                if (column > 0) {
                    assertThat(row.substring(column).startsWith("yes"))
                            .as("%s of %s in: %s", feature.text(), kind.text(), row)
                            .isEqualTo(kind.can(feature));
                }
            }
        }
        assertThat(head)
                .contains(" vhost-user ", " sr-iov ", " vdpa ", " passthrough")
                .doesNotContain("memory");
    }

    @Test
    void shouldSayForEachKindWhatItCostsAndWhyItCannotDoTheRest() {
        final Run run = Run.of("plan", "ports", "-o", "json");
        assertThat(run.out())
                .contains("\"kind\" : \"sr-iov\"", "\"bypassesDataPlane\" : true")
                .contains("\"policy\" : \"packets of a port of kind sr-iov go past the data plane\"");
        for (final Object each : PortKindTable.trees()) {
            final Map<?, ?> tree = (Map<?, ?>) each;
            final PortKind kind = PortKind.of((String) tree.get("kind")).orElseThrow();
            final List<?> can = (List<?>) tree.get("can");
            final Map<?, ?> cannot = (Map<?, ?>) tree.get("cannot");
            assertThat(can.size() + cannot.size()).isEqualTo(PortFeature.values().length);
            assertThat(can)
                    .allMatch(name -> Arrays.stream(PortFeature.values())
                            .anyMatch(feature -> feature.text().equals(name) && kind.can(feature)));
            assertThat(tree.get("copiesPerPacket")).isEqualTo(kind.copies());
        }
    }
}
