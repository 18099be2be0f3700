// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.predict;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.LcoreDropLog;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.graph.GraphPlan;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.Tables;

/**
 * Says what would become of a packet that came in now, without sending one: runs the nodes of {@link GraphPlan#STANDARD}
 * on the router's own tables, off the lcores. What the nodes write goes where nobody looks: flows into private copies of
 * the table's pages, counters and drops into memory of their own, packets into a pool of their own; what would leave by a
 * device is kept instead.
 *
 * <p>What it cannot know: which lcore's fragments wait where, how full rings are, and what an agent says. Control thread
 * only: the tables do not change while it looks.
 */
public final class Predictor {
    private static final int DROPS_KEPT = 16;

    private final GraphPlan plan;
    private final Tables tables;
    private final FlowTable flows;
    private final HoldLimit limit;
    private final VifFatFlows fatFlows;
    private final Epoch.Reader reader;
    private final Devices devices;
    private final long seed;

    /** Made when first asked: a router that nobody asks needs none. */
    private LcoreCounters counters;

    private LcoreDropLog dropLog;

    /**
     * @param plan the one that the lcores' graphs are built from
     * @param reader this thread's part in the grace periods of the flow table
     * @param seed the lcores' too: it decides what they hash
     */
    public Predictor(
            final GraphPlan plan,
            final Tables tables,
            final FlowTable flows,
            final HoldLimit limit,
            final VifFatFlows fatFlows,
            final Epoch.Reader reader,
            final Devices devices,
            final long seed) {
        this.plan = plan;
        this.tables = tables;
        this.flows = flows;
        this.limit = limit;
        this.fatFlows = fatFlows;
        this.reader = reader;
        this.devices = devices;
        this.seed = seed;
    }

    /**
     * What would become of a frame that came in on a vif.
     *
     * @param vif in range; one that does not exist drops everything
     * @param frame starts with an Ethernet header; need not be sound
     * @param lcoreNumber the lcore that would process it, as it is to stand in the steps
     * @throws IOException when the flow table's file is gone
     */
    public Prediction predict(final int vif, final byte[] frame, final int lcoreNumber) throws IOException {
        prepare();
        reader.back();
        try (Arena arena = Arena.ofConfined();
                Rehearsed graph = new Rehearsed(
                        plan,
                        tables,
                        flows.privateCopy(arena),
                        limit.copy(),
                        fatFlows,
                        counters,
                        dropLog,
                        devices,
                        seed,
                        lcoreNumber)) {
            return graph.run(vif, frame);
        } finally {
            reader.away();
        }
    }

    private void prepare() {
        if (counters == null) {
            final List<Integer> nobody = List.of(0);
            counters = CounterMemory.anonymous(nobody, tables.limits().vifs(), plan.nodeNames())
                    .lcore(0);
            dropLog = DropLog.anonymous(nobody, DROPS_KEPT).lcore(0);
        }
    }
}
