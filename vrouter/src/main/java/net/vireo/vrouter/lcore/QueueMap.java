// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.util.Arrays;

/**
 * Which lcore polls which receive queue: queue 0 of a vif goes to the lcore with the fewest queues, the lowest number
 * when several have as few; queue 1 to the next lcore, and so on around (sheet vrouter-dataplane 3.4). A vif with more
 * queues than there are lcores has several on one, so that none is left unpolled. Control thread only.
 */
public final class QueueMap {
    private final int[] queueCounts;

    /** @param lcores how many lcores there are */
    public QueueMap(final int lcores) {
        queueCounts = new int[lcores];
    }

    /**
     * Gives a vif's queues to lcores.
     *
     * @return the lcore index of each queue, by queue
     */
    public int[] assign(final int queues) {
        int least = 0;
        for (int lcore = 1; lcore < queueCounts.length; lcore++) {
            if (queueCounts[lcore] < queueCounts[least]) {
                least = lcore;
            }
        }
        final int[] lcores = new int[queues];
        for (int queue = 0; queue < queues; queue++) {
            lcores[queue] = (least + queue) % queueCounts.length;
            queueCounts[lcores[queue]]++;
        }
        return lcores;
    }

    /**
     * Takes a vif's queues back.
     *
     * @param lcores what {@link #assign} answered
     */
    public void release(final int[] lcores) {
        Arrays.stream(lcores).forEach(lcore -> queueCounts[lcore]--);
    }
}
