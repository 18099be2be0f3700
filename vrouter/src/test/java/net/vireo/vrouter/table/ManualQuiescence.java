// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/** Readers that are quiescent when the test says so. */
public final class ManualQuiescence implements Quiescence {
    private long marks;
    private long passed;

    /** Nothing has passed yet. */
    public ManualQuiescence() {}

    @Override
    public long mark() {
        return ++marks;
    }

    @Override
    public boolean passed(final long mark) {
        return mark <= passed;
    }

    /** Every period that has begun, and the next one, is over. */
    public void pass() {
        passed = marks + 1;
    }
}
