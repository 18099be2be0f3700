// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.util.Arrays;

/**
 * The lcores of one vif's receive queues, for as long as the vif has its device; only a queue that nobody polls may get one
 * later, which makes new places. Immutable; two of them are never equal.
 */
public final class QueuePlaces {
    /** In {@link #lcoreOf}: no lcore polls the queue. */
    public static final int NOT_SERVED = -1;

    private final int[] lcores;
    private final PlacementReason[] reasons;

    QueuePlaces(final int[] lcores, final PlacementReason[] reasons) {
        this.lcores = lcores.clone();
        this.reasons = reasons.clone();
    }

    /** The same, with an lcore for each queue that has none: the next after the queue before. */
    QueuePlaces served(final int lcoreCount) {
        final int[] all = lcores.clone();
        final PlacementReason[] why = reasons.clone();
        for (int queue = 0; queue < all.length; queue++) {
            if (all[queue] == NOT_SERVED) {
                all[queue] = queue == 0 ? 0 : (all[queue - 1] + 1) % lcoreCount;
                why[queue] = PlacementReason.NEXT;
            }
        }
        return new QueuePlaces(all, why);
    }

    /** Whether an lcore polls each of them. */
    public boolean allServed() {
        return Arrays.stream(lcores).noneMatch(lcore -> lcore == NOT_SERVED);
    }

    /** How many queues there are. */
    public int count() {
        return lcores.length;
    }

    /** The index of the lcore that polls a queue, or {@link #NOT_SERVED}. */
    public int lcoreOf(final int queue) {
        return lcores[queue];
    }

    /** Why. */
    public PlacementReason reasonOf(final int queue) {
        return reasons[queue];
    }

    /** By queue, the index of its lcore or {@link #NOT_SERVED}. */
    public int[] lcores() {
        return lcores.clone();
    }
}
