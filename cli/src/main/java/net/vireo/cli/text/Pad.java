// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.text;

/** Columns of a table. Text longer than its column pushes the rest to the right, as printf does. */
public final class Pad {
    private Pad() {}

    /** The text, filled up with blanks on its left. */
    public static String left(final Object text, final int width) {
        final String string = text.toString();
        return " ".repeat(Math.max(0, width - string.length())) + string;
    }

    /** The text, filled up with blanks on its right. */
    public static String right(final Object text, final int width) {
        final String string = text.toString();
        return string + " ".repeat(Math.max(0, width - string.length()));
    }
}
