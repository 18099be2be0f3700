// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules behind the deck's mapping pages (its section 2), in the simplest words and without the code under test:
 * where queues are polled, who processes, who sends by which queue. Lcores are numbered from 0.
 */
final class MappingRule {
    /** Entries of the indirection table are filled in groups of so many, each from the first queue on. */
    private static final int GROUP = 64;

    private static final int ENTRIES = 128;

    private final List<Integer> polled = new ArrayList<>();

    MappingRule(final int lcores) {
        for (int lcore = 0; lcore < lcores; lcore++) {
            polled.add(0);
        }
    }

    /** One receive queue for each lcore. */
    List<Integer> plugFabric() {
        final List<Integer> lcores = new ArrayList<>();
        for (int lcore = 0; lcore < polled.size(); lcore++) {
            lcores.add(poll(lcore));
        }
        return lcores;
    }

    /** A guest's queues: the first to the lcore with the fewest, lowest number first; the others after it, around. */
    List<Integer> plugGuest(final int queues) {
        int lcore = polled.indexOf(polled.stream().min(Integer::compare).orElseThrow());
        final List<Integer> lcores = new ArrayList<>();
        while (lcores.size() < queues) {
            lcores.add(poll(lcore));
            lcore = lcore == polled.size() - 1 ? 0 : lcore + 1;
        }
        return lcores;
    }

    /** A guest has left. */
    void unplug(final List<Integer> lcores) {
        lcores.forEach(lcore -> polled.set(lcore, polled.get(lcore) - 1));
    }

    /** The queue that receive side scaling gives a frame to, and so the lcore that polls it. */
    int receiveQueue(final long hash) {
        return (int) (hash % ENTRIES % GROUP % polled.size());
    }

    /** Contrail's processing lcore: one of the others, by the hash. */
    int processor(final long hash, final int poller) {
        final List<Integer> others = new ArrayList<>();
        for (int lcore = 0; lcore < polled.size(); lcore++) {
            if (lcore != poller) {
                others.add(lcore);
            }
        }
        return others.get((int) (hash % others.size()));
    }

    /** The queue of a guest that an lcore sends to. */
    static int transmitQueue(final int lcore, final int enabledQueues) {
        return lcore % enabledQueues;
    }

    private int poll(final int lcore) {
        polled.set(lcore, polled.get(lcore) + 1);
        return lcore;
    }
}
