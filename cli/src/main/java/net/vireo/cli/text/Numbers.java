// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.text;

/** Plain decimal numbers, as strict as a configuration file should be. */
public final class Numbers {
    private static final int MAX_DIGITS = 10;

    private Numbers() {}

    /** The value, or -1 when the text is not digits only or the number is over {@code max}. */
    public static int decimal(final String text, final int max) {
        if (text.isEmpty() || text.length() > MAX_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value <= max ? (int) value : -1;
    }
}
