// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.util.Locale;

/** Why a receive queue is where it is. */
public enum PlacementReason {
    /** The fabric has a queue for each lcore: queue i is lcore i's. */
    OWN(0, "the fabric's own for this lcore"),
    /** The first queue of a vif goes to the lcore that polled the fewest, the lowest number of several. */
    FEWEST(1, "here were the fewest queues"),
    /** Each further queue goes to the lcore after the one of the queue before, around. */
    NEXT(2, "next after the queue before"),
    /** Its number is as high as the number of lcores, and {@link QueuePolicy#CONTRAIL} is asked for. */
    NOT_SERVED(3, "more queues than lcores");

    private final int code;
    private final String sentence;

    PlacementReason(final int code, final String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** The reason with a code from the control socket; {@link #NOT_SERVED} for a code that is none. */
    public static PlacementReason of(final int code) {
        for (final PlacementReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        return NOT_SERVED;
    }

    /** Its number on the control socket. */
    public int code() {
        return code;
    }

    /** A few words for a table. */
    public String sentence() {
        return sentence;
    }

    /** One word, as programs read it: {@code fewest}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
