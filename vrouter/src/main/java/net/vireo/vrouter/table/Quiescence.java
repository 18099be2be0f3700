// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * Tells the control thread when every lcore has let go of everything that it had read from a table: between two bursts
 * an lcore holds nothing. What was taken out of a table before a {@link #mark} may be used again once that mark has
 * {@link #passed}. Called from the control thread; the lcores' side is {@link Epoch}.
 */
public interface Quiescence {
    /** For tables whose readers do not report: nothing ever passes, and nothing is used again in place. */
    Quiescence NEVER = new Quiescence() {
        @Override
        public long mark() {
            return 0;
        }

        @Override
        public boolean passed(final long mark) {
            return false;
        }
    };

    /** Begins a grace period and answers its number. */
    long mark();

    /** Whether every lcore has been between two bursts since {@link #mark} answered this number. */
    boolean passed(long mark);
}
