// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.balance;

/**
 * Tells load that one lcore can bear from load that it cannot, by its polls alone: a poll that fills its burst leaves more
 * behind. Takes its time in both directions; one lcore's.
 */
final class LoadWatch {
    /** Full bursts in a row: a thousand packets that came faster than they went. */
    static final int FULL_POLLS = 32;
    /** Polls in a row that found less than a quarter: milliseconds of an lcore that spins, longer of one that sleeps. */
    static final int LIGHT_POLLS = 16_384;

    private int full;
    private int light;
    private boolean heavy;

    /** @return whether the load is too much for one */
    boolean poll(final int count, final int wanted) {
        if (count == wanted) {
            light = 0;
            full++;
            heavy |= full >= FULL_POLLS;
        } else {
            full = 0;
            light = count < wanted / 4 ? light + 1 : 0;
            heavy &= light < LIGHT_POLLS;
        }
        return heavy;
    }
}
