// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.vireo.lab.check.Line.Verdict;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The lab's verdict, as a table for people and as JSON for programs.
 *
 * @param scenario the lab's name
 * @param encap the word of its encapsulation
 * @param attachment {@code tap} or {@code veth}
 * @param lines in the order in which they ran
 * @param seconds the whole run, start included
 */
public record ResultTable(String scenario, String encap, String attachment, List<Line> lines, double seconds) {
    /** Widest cell of each column, characters: the table of a lab that passed fits 130 columns. */
    private static final int[] LIMITS = {7, 42, 36, 44};

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public ResultTable {
        lines = List.copyOf(lines);
    }

    /** Whether there are lines and each of them passed. */
    public boolean passed() {
        return !lines.isEmpty() && lines.stream().allMatch(line -> line.verdict() == Verdict.PASSED);
    }

    /** The table, with a last line that sums up; ends with a line break. */
    public String text() {
        final TextTable table = new TextTable(LIMITS);
        table.add(List.of("", "check", "measured", "proof from the captures"));
        lines.forEach(line -> table.add(List.of(
                line.verdict().word(),
                line.title(),
                line.outcome().measured(),
                line.outcome().proof())));
        return table.text() + summary() + "\n";
    }

    /** One sentence. */
    public String summary() {
        final long passed = count(Verdict.PASSED);
        final long failed = count(Verdict.FAILED);
        final long notRun = count(Verdict.NOT_RUN);
        final String rest =
                (failed > 0 ? ", " + failed + " failed" : "") + (notRun > 0 ? ", " + notRun + " not run" : "");
        return String.format(Locale.ROOT, "%d of %d passed%s, %.1f s", passed, lines.size(), rest, seconds);
    }

    /**
     * The same as a JSON document; ends with a line break.
     *
     * @param nodes where each node's packets went, see {@link NodeTraffic#trees}
     */
    public String json(final List<Object> nodes) {
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("kind", "LabResult");
        root.put("apiVersion", "vireo.net/v1");
        root.put("scenario", scenario);
        root.put("encap", encap);
        root.put("attachment", attachment);
        root.put("passed", passed());
        root.put("seconds", rounded(seconds));
        root.put("lines", lines.stream().map(ResultTable::tree).toList());
        root.put("nodes", nodes);
        return JSON.writeValueAsString(root) + "\n";
    }

    private static Map<String, Object> tree(final Line line) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("check", line.title());
        tree.put("verdict", line.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        tree.put("measured", line.outcome().measured());
        tree.put("proof", line.outcome().proof());
        tree.put("figures", new TreeMap<>(line.outcome().figures()));
        tree.put("seconds", rounded(line.seconds()));
        return tree;
    }

    private long count(final Verdict verdict) {
        return lines.stream().filter(line -> line.verdict() == verdict).count();
    }

    private static double rounded(final double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
