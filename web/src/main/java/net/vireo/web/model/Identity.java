// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

/**
 * What must hold between two rails.
 *
 * @param left and {@code right}: growth since the console looked first
 * @param holds whether they are the same, but for what is on its way now
 */
public record Identity(String text, long left, long right, boolean holds) {
    /**
     * An identity of counters that are read one after another while packets pass.
     *
     * @param onTheWay how many packets may be counted by one side and not yet by the other
     */
    public static Identity of(final String text, final long left, final long right, final long onTheWay) {
        return new Identity(text, left, right, Math.abs(left - right) <= onTheWay);
    }
}
