// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.vireo.cli.text.Pad;

/** The balance as a small table, and as data. */
final class BalanceText {
    private static final int NAME_WIDTH = 10;
    private static final int NUMBER_WIDTH = 13;
    private static final int LABEL_WIDTH = 40;

    private BalanceText() {}

    static String table(final Balance balance) {
        final StringBuilder out = new StringBuilder(Pad.right("", NAME_WIDTH));
        for (final String title : List.of("in", "births", "out", "held", "consumed", "drops", "unaccounted")) {
            out.append(Pad.left(title, NUMBER_WIDTH));
        }
        out.append('\n');
        balance.rows().forEach(row -> row(out, row));
        row(out, balance.sum());
        out.append('\n');
        balance.named()
                .forEach((label, value) ->
                        out.append(Pad.right(label, LABEL_WIDTH)).append(value).append('\n'));
        handovers(out, balance);
        out.append("packet pool:");
        balance.pool()
                .forEach((counter, value) -> out.append(' ')
                        .append(counter.name().toLowerCase(Locale.ROOT))
                        .append(' ')
                        .append(value)
                        .append(','));
        out.setLength(out.length() - 1);
        out.append("\n\n");
        verdict(out, balance);
        return out.toString();
    }

    /** Nothing when nothing was handed over. */
    private static void handovers(final StringBuilder out, final Balance balance) {
        if (balance.handovers().values().stream().anyMatch(value -> value != 0)) {
            out.append("between lcores:");
            balance.handovers()
                    .forEach((counter, value) -> out.append(' ')
                            .append(counter.label())
                            .append(' ')
                            .append(value)
                            .append(';'));
            out.setLength(out.length() - 1);
            out.append('\n');
        }
    }

    private static void row(final StringBuilder out, final Balance.Row row) {
        out.append(Pad.right(row.name(), NAME_WIDTH));
        for (final long number : new long[] {
            row.in(), row.births(), row.out(), row.held(), row.consumed(), row.drops(), row.unaccounted()
        }) {
            out.append(Pad.left(number, NUMBER_WIDTH));
        }
        out.append('\n');
    }

    private static void verdict(final StringBuilder out, final Balance balance) {
        if (balance.balanced()) {
            out.append("balanced\n");
            return;
        }
        out.append("NOT balanced: ");
        if (balance.unaccounted() == 0) {
            out.append("no packet is missing, but counters disagree\n");
        } else {
            out.append(balance.unaccounted()).append(" packets unaccounted\n");
        }
        balance.broken()
                .forEach(check -> out.append("  ")
                        .append(check.name())
                        .append(": ")
                        .append(Math.abs(check.difference()))
                        .append(check.difference() > 0 ? " missing\n" : " too many\n"));
    }

    /** Appends the balance to a document. */
    static void tree(final Map<String, Object> document, final Balance balance) {
        document.put("balanced", balance.balanced());
        document.put("unaccounted", balance.unaccounted());
        final List<Object> rows = new ArrayList<>();
        balance.rows().forEach(row -> rows.add(tree(row)));
        document.put("lcores", rows);
        document.put("sum", tree(balance.sum()));
        document.put("named", new LinkedHashMap<>(balance.named()));
        final Map<String, Object> pool = new LinkedHashMap<>();
        balance.pool().forEach((counter, value) -> pool.put(counter.name().toLowerCase(Locale.ROOT), value));
        document.put("pool", pool);
        final Map<String, Object> handovers = new LinkedHashMap<>();
        balance.handovers()
                .forEach((counter, value) -> handovers.put(counter.name().toLowerCase(Locale.ROOT), value));
        document.put("handovers", handovers);
        final List<Object> broken = new ArrayList<>();
        balance.broken().forEach(check -> {
            final Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("identity", check.name());
            tree.put("difference", check.difference());
            broken.add(tree);
        });
        document.put("broken", broken);
    }

    private static Map<String, Object> tree(final Balance.Row row) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", row.name());
        tree.put("in", row.in());
        tree.put("births", row.births());
        tree.put("out", row.out());
        tree.put("held", row.held());
        tree.put("consumed", row.consumed());
        tree.put("drops", row.drops());
        tree.put("unaccounted", row.unaccounted());
        return tree;
    }
}
