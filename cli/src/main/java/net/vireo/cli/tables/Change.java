// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

/**
 * One thing to do to the data plane.
 *
 * @param sign {@code +} new, {@code ~} changed, {@code -} gone
 * @param item the entry as it should be; for {@code -} as it is
 * @param text what a person reads behind the sign
 */
public record Change(char sign, Item item, String text) {
    /** The entry is new. */
    public static final char ADD = '+';
    /** The entry is there and changes. */
    public static final char CHANGE = '~';
    /** The entry goes. */
    public static final char DELETE = '-';

    @Override
    public String toString() {
        return sign + " " + text;
    }
}
