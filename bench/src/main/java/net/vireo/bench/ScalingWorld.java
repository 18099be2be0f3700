// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FragmentTable;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.graph.FlowContext;
import net.vireo.vrouter.graph.Graph;
import net.vireo.vrouter.graph.GraphPlan;
import net.vireo.vrouter.graph.WalkRecorder;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.lcore.LcoreThread;
import net.vireo.vrouter.lcore.PollMode;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.Tables;

/**
 * Several lcores with the graph, the threads, the pool, the tables and the flow table that {@code vireo run vrouter} gives
 * them, each with null devices as guest and fabric: what they cost each other, and nothing else. One thread steers.
 */
final class ScalingWorld implements AutoCloseable {
    private static final int DROPS_KEPT = 16;

    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(8192, 0), false);
    private final List<Lcore> lcores = new ArrayList<>();
    private final List<NullPort> fabrics = new ArrayList<>();
    private final CounterFile counters;
    private final List<LcoreThread> running = new ArrayList<>();

    ScalingWorld(final Scene scene, final int lcoreCount) {
        final GraphPlan plan = GraphPlan.STANDARD;
        final Epoch epoch = new Epoch();
        final Tables tables = new Tables(Tables.Limits.DEFAULT, epoch);
        SceneTables.fill(tables, scene);
        final List<Integer> numbers = IntStream.range(0, lcoreCount)
                .mapToObj(i -> Lcore.FIRST_NUMBER + i)
                .toList();
        final CounterMemory memory =
                CounterMemory.anonymous(numbers, tables.limits().vifs(), plan.nodeNames());
        counters = memory.reader();
        final FlowTable flows = FlowFill.filled(scene, lcoreCount);
        final HoldLimit limit = new HoldLimit(lcoreCount);
        final VifFatFlows fatFlows = new VifFatFlows(tables.limits().vifs());
        final DropLog drops = DropLog.anonymous(numbers, DROPS_KEPT);
        for (int i = 0; i < lcoreCount; i++) {
            final LcoreCounters own = memory.lcore(i);
            final PoolCache cache = pool.newCache(i);
            final WalkRecorder recorder = new WalkRecorder(numbers.get(i));
            final FlowContext context = FlowContext.of(flows, limit, i, new FragmentTable(), fatFlows);
            final Graph graph = Graph.build(plan, tables, own, cache, recorder, 42 + i, context, drops.lcore(i));
            final Lcore lcore = new Lcore(numbers.get(i), graph, cache, own, recorder, epoch.join());
            final NullPort guest = new NullPort(pool, scene);
            final NullPort fabric = new NullPort(pool, scene);
            lcore.addTransmit(GraphWorld.FABRIC, fabric);
            lcore.addTransmit(GraphWorld.GUEST, guest);
            lcore.addQueue(GraphWorld.GUEST, guest);
            fabrics.add(fabric);
            lcores.add(lcore);
        }
    }

    /** Starts them, the first on CPU 0. */
    void start() {
        for (int i = 0; i < lcores.size(); i++) {
            final LcoreThread thread = new LcoreThread(lcores.get(i), i, PollMode.BUSY, (who, cause) -> {
                cause.printStackTrace();
                Runtime.getRuntime().halt(1);
            });
            thread.start();
            running.add(thread);
        }
    }

    /** Packets that went out by the fabric. */
    long sentCount() {
        return fabrics.stream().mapToLong(NullPort::takenCount).sum();
    }

    /** Packets that were dropped. */
    long drops() {
        return Arrays.stream(DropReason.values()).mapToLong(counters::drop).sum();
    }

    @Override
    public void close() {
        running.forEach(LcoreThread::stop);
        pool.close();
    }
}
