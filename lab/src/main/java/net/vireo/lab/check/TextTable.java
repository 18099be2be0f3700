// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.ArrayList;
import java.util.List;

/** Lays cells out in columns; a cell that is too long for its column goes on below. For one thread. */
final class TextTable {
    private static final int GAP = 2;

    private final int[] limits;
    private final List<List<List<String>>> rows = new ArrayList<>();

    /** @param limits characters of the widest cell of each column */
    TextTable(final int[] limits) {
        this.limits = limits.clone();
    }

    /** Adds a row with a cell for each column. */
    void add(final List<String> cells) {
        final List<List<String>> row = new ArrayList<>();
        for (int i = 0; i < limits.length; i++) {
            row.add(wrap(cells.get(i), limits[i]));
        }
        rows.add(row);
    }

    /** All rows; each line ends with a line break and has no blanks before it. */
    String text() {
        final int[] widths = new int[limits.length];
        for (final List<List<String>> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                for (final String part : row.get(i)) {
                    widths[i] = Math.max(widths[i], part.length());
                }
            }
        }
        final StringBuilder text = new StringBuilder();
        rows.forEach(row -> append(text, row, widths));
        return text.toString();
    }

    private static void append(final StringBuilder text, final List<List<String>> row, final int[] widths) {
        final int height = row.stream().mapToInt(List::size).max().orElse(0);
        for (int part = 0; part < height; part++) {
            final StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                final String cell = part < row.get(i).size() ? row.get(i).get(part) : "";
                line.append(cell).repeat(' ', widths[i] + GAP - cell.length());
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    /** Breaks at blanks and line breaks; a word that is longer than the limit stays whole and widens the column. */
    private static List<String> wrap(final String cell, final int limit) {
        final List<String> parts = new ArrayList<>();
        final StringBuilder part = new StringBuilder();
        for (final String word : cell.split("\\s+", -1)) {
            if (part.length() > 0 && part.length() + 1 + word.length() > limit) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(part.length() > 0 ? " " : "").append(word);
        }
        parts.add(part.toString());
        return parts;
    }
}
