// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.vireo.cli.doctor.check.Check;
import net.vireo.cli.doctor.check.Checks;
import net.vireo.cli.doctor.check.Finding;
import net.vireo.cli.doctor.check.Measure;
import net.vireo.cli.text.Pad;

/** Findings for people, and as data. */
final class DoctorText {
    private static final int LABEL_WIDTH = 12;
    private static final int LINE_WIDTH = 110;

    private DoctorText() {}

    static void append(final StringBuilder out, final Diagnosis diagnosis) {
        final long notes = diagnosis.findings().size() - diagnosis.faults();
        out.append(diagnosis.node()).append(": ").append(count(diagnosis.faults(), "finding", "nothing found"));
        out.append(notes == 0 ? "" : ", " + count(notes, "note", ""));
        out.append(String.format(
                Locale.ROOT,
                "  (%d checks over %.1f s, %d packets)\n",
                Checks.ALL.size(),
                diagnosis.seconds(),
                diagnosis.packets()));
        diagnosis.findings().forEach(finding -> append(out, finding));
    }

    private static void append(final StringBuilder out, final Finding finding) {
        out.append('\n')
                .append(finding.severity().text())
                .append(": ")
                .append(finding.check())
                .append('\n');
        line(out, "cause", finding.cause());
        line(out, "measured", finding.measure().text() + over(finding.measure()));
        line(out, "costs", finding.cost());
        line(out, "fix", finding.fix());
    }

    private static String over(final Measure measure) {
        return measure.seconds() == 0 ? "" : String.format(Locale.ROOT, ", in %.1f s", measure.seconds());
    }

    private static String count(final long count, final String what, final String none) {
        return count == 0 ? none : count + " " + what + (count == 1 ? "" : "s");
    }

    /** A label and a text behind it, broken between words. */
    private static void line(final StringBuilder out, final String label, final String text) {
        int at = LABEL_WIDTH;
        out.append(Pad.right("  " + label, LABEL_WIDTH));
        boolean first = true;
        for (final String word : text.split(" ", -1)) {
            if (!first && at + 1 + word.length() > LINE_WIDTH) {
                out.append('\n').append(" ".repeat(LABEL_WIDTH));
                at = LABEL_WIDTH;
            } else if (!first) {
                out.append(' ');
                at++;
            }
            out.append(word);
            at += word.length();
            first = false;
        }
        out.append('\n');
    }

    /** What is looked for. */
    static String explained() {
        final StringBuilder out = new StringBuilder();
        for (final Check check : Checks.ALL) {
            out.append(out.isEmpty() ? "" : "\n").append(check.name()).append('\n');
            line(out, "fault", check.fault());
            line(out, "found", check.rule());
        }
        return out.toString();
    }

    static Map<String, Object> tree(final Check check) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("check", check.name());
        tree.put("fault", check.fault());
        tree.put("found", check.rule());
        return tree;
    }

    static Map<String, Object> tree(final Diagnosis diagnosis) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("node", diagnosis.node());
        tree.put("healthy", diagnosis.faults() == 0);
        tree.put("seconds", diagnosis.seconds());
        tree.put("packets", diagnosis.packets());
        final List<Object> findings =
                diagnosis.findings().stream().<Object>map(DoctorText::tree).toList();
        tree.put("findings", findings);
        return tree;
    }

    private static Map<String, Object> tree(final Finding finding) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("check", finding.check());
        tree.put("severity", finding.severity().text());
        tree.put("cause", finding.cause());
        tree.put("measured", finding.measure().text());
        tree.put("value", finding.measure().value());
        tree.put("seconds", finding.measure().seconds());
        tree.put("cost", finding.cost());
        tree.put("fix", finding.fix());
        return tree;
    }
}
