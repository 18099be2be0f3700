// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.LcoreDropLog;
import net.vireo.vrouter.table.Tables;

/**
 * What the nodes of one lcore share.
 *
 * @param plan the plan that the graph is built from
 * @param packets the rows
 * @param tables the router's tables, read only here
 * @param counters this lcore's
 * @param cache this lcore's free buffers
 * @param transmit this lcore's transmit batches
 * @param flows this lcore's part in the flow table
 * @param waiting packets that wait inside the graph
 * @param dropLog this lcore's last drops
 * @param seed drawn once per start, for hashes that a neighbour shall not predict
 */
public record Workbench(
        GraphPlan plan,
        Packets packets,
        Tables tables,
        LcoreCounters counters,
        PoolCache cache,
        Transmit transmit,
        FlowContext flows,
        WaitingPackets waiting,
        LcoreDropLog dropLog,
        long seed) {
    /** The index of a node that packets are to come back to. */
    int nodeIndex(final String name) {
        return plan.index(name);
    }
}
