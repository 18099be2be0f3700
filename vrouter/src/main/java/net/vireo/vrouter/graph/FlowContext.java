// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.vrouter.flow.FlowClock;
import net.vireo.vrouter.flow.FlowCounters;
import net.vireo.vrouter.flow.FlowLayout;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FlowTcp;
import net.vireo.vrouter.flow.FragmentTable;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.table.Quiescence;

/**
 * What one lcore's flow nodes work with. The table and the limit are the router's, the rest is the lcore's own.
 *
 * @param table all flows of the router
 * @param limit how many flows may wait for a verdict
 * @param lcore the lcore's index
 * @param counters this lcore's counters in the table
 * @param tcp follows connections
 * @param fragments ports of fragmented datagrams
 * @param fatFlows what vifs leave out of their flows' keys
 */
public record FlowContext(
        FlowTable table,
        HoldLimit limit,
        int lcore,
        FlowCounters counters,
        FlowTcp tcp,
        FragmentTable fragments,
        VifFatFlows fatFlows) {
    private static final int SMALL_ENTRIES = 1024;
    private static final int SMALL_FRAGMENTS = 64;

    /** One lcore's part of a router's flows. */
    public static FlowContext of(
            final FlowTable table,
            final HoldLimit limit,
            final int lcore,
            final FragmentTable fragments,
            final VifFatFlows fatFlows) {
        return new FlowContext(table, limit, lcore, table.counters(lcore), new FlowTcp(table), fragments, fatFlows);
    }

    /** A small table of its own: for a graph that runs alone. */
    public static FlowContext alone(final int lcore, final Quiescence quiescence) {
        final FlowTable table = FlowTable.anonymous(FlowLayout.of(SMALL_ENTRIES, lcore + 1), quiescence);
        return of(
                table,
                new HoldLimit(lcore + 1),
                lcore,
                new FragmentTable(SMALL_FRAGMENTS, SMALL_FRAGMENTS),
                new VifFatFlows(SMALL_FRAGMENTS));
    }

    /** The time that flows are stamped with: milliseconds that wrap. One clock read. */
    static int nowMs() {
        return FlowClock.nowMs();
    }
}
