// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.predict;

import java.util.ArrayList;
import java.util.List;
import net.vireo.linux.memory.Memory;
import net.vireo.port.offload.Offloads;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.LcoreDropLog;
import net.vireo.vrouter.flow.FlowClock;
import net.vireo.vrouter.flow.FlowControl;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowSetting;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FragmentTable;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.flow.HoldQueue;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.graph.FlowContext;
import net.vireo.vrouter.graph.Graph;
import net.vireo.vrouter.graph.GraphPlan;
import net.vireo.vrouter.graph.WalkRecorder;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.trace.PacketMatch;
import net.vireo.vrouter.trace.TraceSession;
import net.vireo.vrouter.trace.TraceStep;
import net.vireo.vrouter.trace.TraceWish;
import net.vireo.vrouter.trace.Traces;

/** One graph for one packet, with its own pool, flows and ways out. */
final class Rehearsed implements AutoCloseable {
    private static final PacketPool.Sizes BUFFERS = new PacketPool.Sizes(256, 4);
    private static final int FRAGMENTS = 64;

    /** A packet may meet a policy twice, and each time wait. */
    private static final int MAX_VERDICTS = 4;

    private static final int FIRST_WALK = 0;

    private final PacketPool pool = PacketPool.create(BUFFERS, false);
    private final PoolCache cache;
    private final FlowTable flows;
    private final Graph graph;
    private final TraceSession session =
            new TraceSession(new TraceWish(Traces.ANY_VIF, 1, PacketMatch.ALL, false, TraceWish.MANY_STEPS));
    private final List<SentFrame> sent = new ArrayList<>();
    private final FlowKeys key = new FlowKeys(1);

    /** @param flows and the limit are the graph's to write to */
    Rehearsed(
            final GraphPlan plan,
            final Tables tables,
            final FlowTable flows,
            final HoldLimit limit,
            final VifFatFlows fatFlows,
            final LcoreCounters counters,
            final LcoreDropLog dropLog,
            final Devices devices,
            final long seed,
            final int lcoreNumber) {
        this.flows = flows;
        // No lcore has this number: what is counted by it in shared tables is nobody's.
        cache = pool.newCache(tables.bridge().layout().lcores());
        final WalkRecorder recorder = new WalkRecorder(lcoreNumber);
        final FlowContext context = FlowContext.of(flows, limit, 0, new FragmentTable(FRAGMENTS, FRAGMENTS), fatFlows);
        graph = Graph.build(plan, tables, counters, cache, recorder, seed, context, dropLog);
        recorder.arm(session);
        for (int vif = 0; vif < tables.limits().vifs(); vif++) {
            if (devices.isAttached(vif)) {
                graph.transmit().attach(vif, new CaughtFrames(pool, vif, devices.isOpen(vif), sent), Offloads.NONE);
            }
        }
    }

    Prediction run(final int vif, final byte[] frame) {
        final long packet = cache.take(frame.length);
        final long[] burst = {PacketRef.resized(packet, PacketRef.offset(packet), frame.length)};
        Memory.copyIn(frame, 0, pool.dataAddress(burst[0]), frame.length);
        graph.run(vif, burst, 1);
        int assumedFrom = Prediction.NOTHING_ASSUMED;
        for (int i = 0; i < MAX_VERDICTS && graph.waitingFlow() != HoldQueue.NO_FLOW; i++) {
            if (assumedFrom == Prediction.NOTHING_ASSUMED) {
                assumedFrom = session.stepBytes(FIRST_WALK) / TraceStep.LENGTH_BYTES;
            }
            permit(graph.waitingFlow());
        }
        graph.flush();
        return new Prediction(session.stepsSoFar(FIRST_WALK), assumedFrom, graph.waitingCount() > 0, sent);
    }

    /** What an agent says most often. */
    private void permit(final int flow) {
        final int generation = flows.generation(flow);
        flows.key(flow, key);
        new FlowControl(flows)
                .set(
                        new FlowRequest(flow, generation, key, FlowTable.NONE, false, FlowSetting.forward(0, 0)),
                        FlowClock.nowMs());
        graph.release(flow, generation);
    }

    @Override
    public void close() {
        pool.close();
    }
}
