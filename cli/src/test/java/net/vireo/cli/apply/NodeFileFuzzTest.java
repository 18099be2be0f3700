// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.vireo.cli.yaml.Problems;
import net.vireo.testkit.FuzzBudget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged node files: a meaning, or problems that each say where; never an exception, never neither. */
class NodeFileFuzzTest {
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ": ",
            "- ",
            "\n",
            "  ",
            "\t",
            "\"",
            "'",
            "&a ",
            "*a",
            "!!int ",
            "~",
            "null",
            "0x7fffffff",
            "-1",
            "4294967296",
            "1e400",
            "true",
            "::",
            "255.255.255.255",
            "/33",
            "/129",
            "ff:ff:ff:ff:ff:ff",
            "---\n",
            "? ",
            "|",
            ">",
            "%",
            "@",
            "`",
            "\u0000",
            "\ud83d",
            "<<: ",
            "#",
            "name",
            "kind: Node\n");

    private static final String MORE = """
        mirrors:
          - {name: probe, index: 0, address: 192.0.2.9, port: 8099}
        forwarding-classes:
          - {name: voice, id: 1, dscp: 46, exp: 5, dot1p: 5, queue: 1}
        qos-maps:
          - {name: gold, id: 1, dscp: {46: voice}, exp: {5: voice}, dot1p: {5: voice}}
        """;

    @Test
    void shouldReadOrExplainDamagedFilesForASecond() {
        attack(20_261_126L, FuzzBudget.second(NodeFileFuzzTest.class));
    }

    @Test
    @Tag("fuzz")
    void shouldReadOrExplainDamagedFilesForLong() {
        attack(Long.getLong("vireo.fuzz.seed", System.nanoTime()), FuzzBudget.ofCommandLine(NodeFileFuzzTest.class));
    }

    /** The parser's buffer has 1025 characters. */
    @Test
    void shouldReadSurrogatePairsWhereverTheParsersBufferEnds() {
        for (int padding = 0; padding < 2100; padding++) {
            final Problems problems = new Problems("n.yaml");
            final String text = "#" + "x".repeat(padding) + "\ud83d\ude00\n" + NodeFileReaderTest.GOOD;
            assertThat(NodeFileReader.read(text, problems)).as("%d", padding).isPresent();
        }
    }

    private static void attack(final long seed, final FuzzBudget budget) {
        final Random random = new Random(seed);
        long good = 0;
        long bad = 0;
        while (budget.more()) {
            final String text = damaged(random);
            final Problems problems = new Problems("n.yaml");
            try {
                final boolean read = NodeFileReader.read(text, problems).isPresent();
                assertThat(read).as(printable(text)).isEqualTo(problems.isEmpty());
                good += read ? 1 : 0;
                bad += read ? 0 : 1;
            } catch (final RuntimeException | StackOverflowError fault) {
                throw new AssertionError("seed " + seed + ": " + printable(text), fault);
            }
        }
        assertThat(good).isPositive();
        assertThat(bad).isPositive();
    }

    private static String printable(final String text) {
        final StringBuilder printable = new StringBuilder();
        text.chars().forEach(c -> printable.append(c >= ' ' && c < 127 ? "" + (char) c : String.format("\\u%04x", c)));
        return printable.toString();
    }

    private static String damaged(final Random random) {
        final StringBuilder text = new StringBuilder(NodeFileReaderTest.GOOD).append(MORE);
        for (int faults = random.nextInt(4); faults > 0; faults--) {
            final int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
                case 2 -> text.setCharAt(at, (char) random.nextInt(128));
                case 3 -> {
                    final int end = Math.min(text.length(), at + random.nextInt(60));
                    text.insert(random.nextInt(text.length()), text.substring(at, end));
                }
                default ->
                    text.insert(at, PIECES.get(random.nextInt(PIECES.size())).repeat(random.nextInt(200)));
            }
            if (text.isEmpty()) {
                text.append("kind: Node\n");
            }
        }
        return text.toString();
    }
}
