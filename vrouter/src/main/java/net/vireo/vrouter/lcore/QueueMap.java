// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

/**
 * Which lcore polls which receive queue: queue 0 of a vif goes to the lcore with the fewest queues, the lowest number
 * when several have as few; queue 1 to the next lcore, and so on around (sheet vrouter-dataplane 3.4). A vif with more
 * queues than there are lcores has several on one, so that none is left unpolled. Only polled queues count: of a guest
 * that may have sixteen and uses one, that one. Control thread only.
 */
public final class QueueMap {
    private final int[] queueCounts;

    /** @param lcores how many lcores there are */
    public QueueMap(final int lcores) {
        queueCounts = new int[lcores];
    }

    /** {@link #assign(int, int)} of a vif whose queues are all polled. */
    public int[] assign(final int queues) {
        return assign(queues, queues);
    }

    /**
     * Gives a vif's queues to lcores, for as long as the vif is there. Those that are not polled yet count for nothing
     * until {@link #start}.
     *
     * @param polled how many, from 0 on, are polled from now on
     * @return the lcore index of each queue, by queue
     */
    public int[] assign(final int queues, final int polled) {
        int least = 0;
        for (int lcore = 1; lcore < queueCounts.length; lcore++) {
            if (queueCounts[lcore] < queueCounts[least]) {
                least = lcore;
            }
        }
        final int[] lcores = new int[queues];
        for (int queue = 0; queue < queues; queue++) {
            lcores[queue] = (least + queue) % queueCounts.length;
        }
        start(lcores, 0, polled);
        return lcores;
    }

    /** Queues {@code from .. to - 1} of a vif are polled from now on. */
    public void start(final int[] lcores, final int from, final int to) {
        for (int queue = from; queue < to; queue++) {
            queueCounts[lcores[queue]]++;
        }
    }

    /** Queues {@code from .. to - 1} of a vif are not polled any more. */
    public void stop(final int[] lcores, final int from, final int to) {
        for (int queue = from; queue < to; queue++) {
            queueCounts[lcores[queue]]--;
        }
    }
}
