// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultTableTest {
    private static Check check(final String title) {
        return new Check() {
            @Override
            public String title() {
                return title;
            }

            @Override
            public Outcome run(final RunningLab lab) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static Line line(final String title, final boolean passed) {
        return Line.ran(
                check(title), new Outcome(passed, "5 of 5 back", "10 packets in MPLSoUDP", Map.of("sent", 5)), 0.51234);
    }

    @Test
    void shouldPassOnlyWhenEachLinePassed() {
        assertThat(table(line("a", true), line("b", true)).passed()).isTrue();
        assertThat(table(line("a", true), line("b", false)).passed()).isFalse();
        assertThat(table(line("a", true), Line.notRun(check("b"))).passed()).isFalse();
        assertThat(table(line("a", true), Line.broke(check("b"), "no link", 0)).passed())
                .isFalse();
        assertThat(table().passed()).isFalse();
    }

    @Test
    void shouldAlignColumnsAndSumUp() {
        assertThat(table(line("red ping", true), line("blue", false), Line.notRun(check("ledger")))
                        .text())
                .isEqualTo("""
                                 check     measured     proof from the captures
                        ok       red ping  5 of 5 back  10 packets in MPLSoUDP
                        FAIL     blue      5 of 5 back  10 packets in MPLSoUDP
                        not run  ledger
                        1 of 3 passed, 1 failed, 1 not run, 12.3 s
                        """);
    }

    @Test
    void shouldWrapLongCells() {
        final String text =
                table(Line.broke(check("a"), "word ".repeat(30).strip(), 0)).text();

        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(135));
        assertThat(text.lines().filter(line -> line.contains("word"))).hasSizeGreaterThan(2);
    }

    @Test
    void shouldGiveFiguresAndVerdictsAsJson() {
        final JsonNode root = new JsonMapper()
                .readTree(table(line("a", true), Line.notRun(check("b"))).json(List.of(Map.of("node", "compute1"))));

        assertThat(root.path("kind").asString()).isEqualTo("LabResult");
        assertThat(root.path("encap").asString()).isEqualTo("udp");
        assertThat(root.path("passed").asBoolean()).isFalse();
        assertThat(root.path("lines").get(0).path("verdict").asString()).isEqualTo("passed");
        assertThat(root.path("lines").get(0).path("figures").path("sent").asInt())
                .isEqualTo(5);
        assertThat(root.path("nodes").get(0).path("node").asString()).isEqualTo("compute1");
        assertThat(root.path("lines").get(0).path("seconds").asDouble()).isEqualTo(0.512);
        assertThat(root.path("lines").get(1).path("verdict").asString()).isEqualTo("not-run");
    }

    private static ResultTable table(final Line... lines) {
        return new ResultTable("two-nodes", "udp", "tap", List.of(lines), 12.34);
    }
}
