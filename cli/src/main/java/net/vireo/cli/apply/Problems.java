// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects everything that is wrong with a file, so that a person mends it in one go. */
final class Problems {
    private record Problem(int line, int column, String text) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(final String file) {
        this.file = file;
    }

    /** @param what what is wrong and what was expected instead, one sentence without a full stop */
    void add(final Yaml where, final String what) {
        add(where.line(), where.column(), what);
    }

    void add(final int line, final int column, final String what) {
        found.add(new Problem(line, column, what));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** One line per problem, {@code file:line:column: text}, in the order of the file. */
    List<String> lines() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .map(p -> file + ":" + p.line() + ":" + p.column() + ": " + p.text())
                .toList();
    }
}
