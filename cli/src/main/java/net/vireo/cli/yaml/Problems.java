// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects everything that is wrong with a file, so that a person mends it in one go. */
public final class Problems {
    private record Problem(int line, int column, String text) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    /** @param file the file's name, as messages begin */
    public Problems(final String file) {
        this.file = file;
    }

    /** @param what what is wrong and what was expected instead, one sentence without a full stop */
    public void add(final Yaml where, final String what) {
        add(where.line(), where.column(), what);
    }

    /** A problem by its place; lines and columns count from 1. */
    public void add(final int line, final int column, final String what) {
        found.add(new Problem(line, column, what));
    }

    /** Whether nothing is wrong. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** One line per problem, {@code file:line:column: text}, in the order of the file. */
    public List<String> lines() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .map(p -> file + ":" + p.line() + ":" + p.column() + ": " + p.text())
                .toList();
    }
}
