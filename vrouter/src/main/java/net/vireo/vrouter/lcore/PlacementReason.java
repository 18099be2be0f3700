// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

/** Why a receive queue is where it is. */
public enum PlacementReason {
    /** The fabric has a queue for each lcore: queue i is lcore i's. */
    OWN("the fabric's queue of this lcore"),
    /** The first queue of a vif goes to the lcore that polled the fewest, the lowest number of several. */
    FEWEST("polled the fewest queues"),
    /** Each further queue goes to the lcore after the one of the queue before, around. */
    NEXT("next after the queue before"),
    /** Its number is as high as the number of lcores, and {@link QueuePolicy#CONTRAIL} is asked for. */
    NOT_SERVED("more queues than lcores, not served");

    private final String sentence;

    PlacementReason(final String sentence) {
        this.sentence = sentence;
    }

    /** A few words for a table. */
    public String sentence() {
        return sentence;
    }

    /** As programs read it. */
    public String text() {
        return switch (this) {
            case OWN -> "own";
            case FEWEST -> "fewest";
            case NEXT -> "next";
            case NOT_SERVED -> "not served";
        };
    }
}
