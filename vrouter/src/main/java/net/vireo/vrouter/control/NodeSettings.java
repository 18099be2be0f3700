// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.port.balance.LoadBalance;
import net.vireo.sandesh.VireoNode;
import net.vireo.vrouter.lcore.QueuePolicy;

/** How a data plane runs, to be shown and changed while packets pass; a change lasts until it ends. Control thread. */
public interface NodeSettings {
    /** Of a router that has nothing to say about how it runs, and nothing that could be changed: every change is refused. */
    NodeSettings NONE = new NodeSettings() {
        @Override
        public void fill(final VireoNode node) {
            // nothing is known
        }

        @Override
        public String balance(final LoadBalance mode) {
            return "this router has no lcores to share";
        }

        @Override
        public void queuePolicy(final QueuePolicy policy) {
            throw new UnsupportedOperationException("this router has no queues");
        }

        @Override
        public void flowIdle(final String words) {
            throw new UnsupportedOperationException("this router has no flow table");
        }

        @Override
        public void txWait(final int us) {
            throw new UnsupportedOperationException("this router has no guests");
        }
    };

    /** Fills in how it runs. */
    void fill(VireoNode node);

    /**
     * Changes who processes what an lcore polls.
     *
     * @return why that cannot be, with the mend, or empty when it is done
     */
    String balance(LoadBalance mode);

    /**
     * Changes what becomes of guests' queues beyond the number of lcores. Queues that nobody polls are taken up at once; none
     * that is polled is left alone.
     *
     * @throws UnsupportedOperationException a sentence, when this router has no queues
     */
    void queuePolicy(QueuePolicy policy);

    /**
     * Changes how long flows may be idle.
     *
     * @param words as {@link net.vireo.vrouter.flow.AgingWords} has them; what is not named is as it was at the start
     * @throws IllegalArgumentException a sentence, when they are none
     * @throws UnsupportedOperationException a sentence, when this router has no flows
     */
    void flowIdle(String words);

    /**
     * Changes how long an lcore waits for room in a guest's ring, in each burst.
     *
     * @param us microseconds; 0: what finds no room is dropped at once
     * @throws IllegalArgumentException a sentence, for a time that cannot be
     * @throws UnsupportedOperationException a sentence, when this router has no guests
     */
    void txWait(int us);
}
