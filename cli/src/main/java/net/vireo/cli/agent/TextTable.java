// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import java.util.ArrayList;
import java.util.List;

/** Rows of words in columns as wide as they need. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    TextTable row(final List<String> words) {
        rows.add(List.copyOf(words));
        return this;
    }

    @Override
    public String toString() {
        final List<Integer> widths = new ArrayList<>();
        for (final List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                if (i == widths.size()) {
                    widths.add(0);
                }
                widths.set(i, Math.max(widths.get(i), row.get(i).length()));
            }
        }
        final StringBuilder out = new StringBuilder();
        for (final List<String> row : rows) {
            final StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i)).repeat(" ", widths.get(i) - row.get(i).length() + 2);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
