// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Which lcore polls which receive queue: queue 0 of a vif goes to the lcore that polls the fewest queues, the lowest number
 * when several poll as few; queue 1 to the next lcore, and so on around (sheet vrouter-dataplane 3.4). The fabric's queues
 * are fixed, one for each lcore. A place is for as long as the vif has its device; only queues in use count when the next
 * vif comes, so that guests with one queue spread however many they could have had. Control thread only.
 */
public final class QueueMap {
    private final int lcores;
    private QueuePolicy policy;

    /** What was assigned, with the queues in use of each. */
    private final Map<QueuePlaces, IntPredicate> assigned = new LinkedHashMap<>();

    /** @param lcores how many lcores there are */
    public QueueMap(final int lcores, final QueuePolicy policy) {
        this.lcores = lcores;
        this.policy = policy;
    }

    /**
     * Gives a vif's queues to lcores.
     *
     * @param inUse tells at any later time which of them count; queue 0 always does, for it is polled from the start
     */
    public QueuePlaces assign(final int queues, final IntPredicate inUse) {
        final int least = leastUsed();
        final int[] places = new int[queues];
        final PlacementReason[] reasons = new PlacementReason[queues];
        for (int queue = 0; queue < queues; queue++) {
            final boolean served = policy == QueuePolicy.ALL || queue < lcores;
            places[queue] = served ? (least + queue) % lcores : QueuePlaces.NOT_SERVED;
            reasons[queue] =
                    !served ? PlacementReason.NOT_SERVED : queue == 0 ? PlacementReason.FEWEST : PlacementReason.NEXT;
        }
        return keep(new QueuePlaces(places, reasons), queue -> queue == 0 || inUse.test(queue));
    }

    /** What becomes of more queues than lcores, of vifs from now on. {@link #takeUp} is for those that are there. */
    public void policy(final QueuePolicy next) {
        policy = next;
    }

    /**
     * Gives the queues of a vif that nobody polls to lcores, as if they had been served from the start; the others stay where
     * they are.
     *
     * @return what stands for the former places from now on; the same where every queue is polled
     */
    public QueuePlaces takeUp(final QueuePlaces places) {
        final IntPredicate inUse = assigned.get(places);
        if (inUse == null || places.allServed()) {
            return places;
        }
        final QueuePlaces served = places.served(lcores);
        assigned.remove(places);
        assigned.put(served, inUse);
        return served;
    }

    /** Gives the fabric's queues to lcores: queue i to lcore i, whatever was there before. */
    public QueuePlaces assignFabric(final int queues) {
        final int[] places = new int[queues];
        Arrays.setAll(places, queue -> queue % lcores);
        final PlacementReason[] reasons = new PlacementReason[queues];
        Arrays.fill(reasons, PlacementReason.OWN);
        return keep(new QueuePlaces(places, reasons), queue -> true);
    }

    /** Takes a vif's queues back. */
    public void release(final QueuePlaces places) {
        assigned.remove(places);
    }

    private QueuePlaces keep(final QueuePlaces places, final IntPredicate inUse) {
        assigned.put(places, inUse);
        return places;
    }

    private int leastUsed() {
        final int[] counts = new int[lcores];
        assigned.forEach((places, inUse) -> {
            for (int queue = 0; queue < places.count(); queue++) {
                if (places.lcoreOf(queue) != QueuePlaces.NOT_SERVED && inUse.test(queue)) {
                    counts[places.lcoreOf(queue)]++;
                }
            }
        });
        int least = 0;
        for (int lcore = 1; lcore < lcores; lcore++) {
            if (counts[lcore] < counts[least]) {
                least = lcore;
            }
        }
        return least;
    }
}
