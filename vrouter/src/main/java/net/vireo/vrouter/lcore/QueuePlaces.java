// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

/**
 * The lcores of one vif's receive queues, for as long as the vif has its device. Immutable; two of them are never equal.
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
