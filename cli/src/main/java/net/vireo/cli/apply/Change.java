// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

/**
 * One thing to do to the data plane.
 *
 * @param sign {@code +} new, {@code ~} changed, {@code -} gone
 * @param item the entry as it should be; for {@code -} as it is
 * @param text what a person reads behind the sign
 */
record Change(char sign, Item item, String text) {
    static final char ADD = '+';
    static final char CHANGE = '~';
    static final char DELETE = '-';

    @Override
    public String toString() {
        return sign + " " + text;
    }
}
