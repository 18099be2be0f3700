// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Slots that were taken out of a table, until every reader has been quiescent since. One thread at a time.
 */
public final class RestingSlots {
    private final Quiescence quiescence;

    /** Retired since {@link #resting} began to rest. */
    private int[] retired = new int[16];

    private int retiredCount;

    /** Waiting for {@link #mark} to pass. */
    private int[] resting = new int[16];

    private int restingCount;
    private long mark;

    public RestingSlots(final Quiescence quiescence) {
        this.quiescence = quiescence;
    }

    /** A slot that no new reader can find. */
    public void retire(final int slot) {
        if (retiredCount == retired.length) {
            retired = Arrays.copyOf(retired, 2 * retiredCount);
        }
        retired[retiredCount++] = slot;
    }

    /** How many slots rest. */
    public int count() {
        return retiredCount + restingCount;
    }

    /**
     * Gives up the slots that nobody can be reading any more.
     *
     * @return how many
     */
    public int recycle(final IntConsumer freed) {
        int count = 0;
        if (restingCount > 0 && quiescence.passed(mark)) {
            count = restingCount;
            for (int i = 0; i < count; i++) {
                freed.accept(resting[i]);
            }
            restingCount = 0;
        }
        if (restingCount == 0 && retiredCount > 0) {
            final int[] swap = resting;
            resting = retired;
            retired = swap;
            restingCount = retiredCount;
            retiredCount = 0;
            mark = quiescence.mark();
        }
        return count;
    }
}
