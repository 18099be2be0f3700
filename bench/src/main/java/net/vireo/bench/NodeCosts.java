// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.Arrays;
import java.util.List;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.NodeCounter;

/** Nanoseconds per packet of each node, from the data plane's own sampled times; the best of several periods. */
final class NodeCosts {
    private final CounterFile counters;
    private final List<String> names;
    private final long[] packets;
    private final long[] timeNs;
    private final double[] best;

    NodeCosts(final CounterFile counters) {
        this.counters = counters;
        names = counters.nodeNames();
        packets = new long[names.size()];
        timeNs = new long[names.size()];
        best = new double[names.size()];
        Arrays.fill(best, Double.MAX_VALUE);
    }

    /** A period begins. */
    void mark() {
        for (int node = 0; node < names.size(); node++) {
            packets[node] = counters.node(0, node, NodeCounter.TIMED_PACKETS);
            timeNs[node] = counters.node(0, node, NodeCounter.TIMED_NS);
        }
    }

    /** The period is over. */
    void note() {
        for (int node = 0; node < names.size(); node++) {
            final long count = counters.node(0, node, NodeCounter.TIMED_PACKETS) - packets[node];
            if (count > 0) {
                final long spentNs = counters.node(0, node, NodeCounter.TIMED_NS) - timeNs[node];
                best[node] = Math.min(best[node], (double) spentNs / count);
            }
        }
    }

    /** One line for each node that had packets. */
    void print() {
        System.out.println();
        for (int node = 0; node < names.size(); node++) {
            if (best[node] < Double.MAX_VALUE) {
                System.out.printf("  %-16s %6.2f ns/packet%n", names.get(node), best[node]);
            }
        }
    }
}
