// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.port.balance.LoadBalance;
import net.vireo.sandesh.VireoNode;
import net.vireo.vrouter.lcore.QueuePolicy;

/** How a data plane runs, to be shown and changed. Control thread. */
@FunctionalInterface
public interface NodeSettings {
    /** Fills in how it runs. */
    void fill(VireoNode node);

    /**
     * Changes who processes what an lcore polls, until the data plane ends.
     *
     * @return why that cannot be, with the mend, or empty when it is done
     */
    default String balance(final LoadBalance mode) {
        return "this router has no lcores to share";
    }

    /**
     * Changes what becomes of guests' queues beyond the number of lcores, until the data plane ends. Queues that nobody polls
     * are taken up at once; none that is polled is left alone.
     *
     * @throws UnsupportedOperationException when this router has no queues
     */
    default void queuePolicy(final QueuePolicy policy) {
        throw new UnsupportedOperationException("this router has no queues");
    }

    /**
     * Changes how long flows may be idle, until the data plane ends.
     *
     * @param words as {@link net.vireo.vrouter.flow.AgingWords} has them; what is not named is as it was at the start
     * @throws IllegalArgumentException a sentence, when they are none
     * @throws UnsupportedOperationException when this router has no flows
     */
    default void flowIdle(final String words) {
        throw new UnsupportedOperationException("this router has no flow table");
    }

    /**
     * Changes how long an lcore waits for room in a guest's ring, in each burst, until the data plane ends.
     *
     * @param us microseconds; 0: what finds no room is dropped at once
     * @throws IllegalArgumentException a sentence, for a time that cannot be
     * @throws UnsupportedOperationException when this router has no guests
     */
    default void txWait(final int us) {
        throw new UnsupportedOperationException("this router has no guests");
    }
}
