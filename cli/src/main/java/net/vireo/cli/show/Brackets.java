// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

/** Names behind what Contrail's tools print: at the end of a line, so that a script's columns stay where they were. */
final class Brackets {
    private Brackets() {}

    /** {@code "  [name]"}, or nothing when there is no name. */
    static String of(final String name) {
        return name.isEmpty() ? "" : "  [" + name + "]";
    }

    /** The same for several names, the empty ones left out. */
    static String of(final String first, final String second) {
        if (first.isEmpty() || second.isEmpty()) {
            return of(first + second);
        }
        return of(first + ", " + second);
    }
}
