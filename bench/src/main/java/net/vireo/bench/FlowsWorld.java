// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
import net.vireo.vrouter.flow.AgingPolicy;
import net.vireo.vrouter.flow.FlowAging;
import net.vireo.vrouter.flow.FlowClock;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FragmentTable;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.graph.FlowContext;
import net.vireo.vrouter.graph.Graph;
import net.vireo.vrouter.graph.GraphPlan;
import net.vireo.vrouter.graph.WalkRecorder;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.Quiescence;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.VerdictSide;
import net.vireo.vrouter.verdict.VerdictTable;

/**
 * One lcore with the graph that {@code vireo run vrouter} builds, an empty flow table of the default size, and a guest each
 * of whose packets begins a flow. The calling thread turns it.
 */
final class FlowsWorld implements AutoCloseable {
    /** As many pairs as the table has comfortable room for: above that it is the overflow area that is measured. */
    static final int FLOWS = 1 << 17;

    /** Flows are forgotten while no burst is under way. */
    private static final Quiescence BETWEEN_ROUNDS = new Quiescence() {
        @Override
        public long mark() {
            return 0;
        }

        @Override
        public boolean passed(final long mark) {
            return true;
        }
    };

    private static final int DAY_MS = 86_400_000;
    private static final int OUT = 1;
    private static final int DROPS_KEPT = 16;
    private static final Scene SCENE = new Scene(true, true, Scene.Encap.UDP, FLOWS);
    private static final int[] NONE = {};
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(4096, 0), false);
    private final FlowTable flows = FlowFill.table(1, BETWEEN_ROUNDS);
    private final FlowAging aging = new FlowAging(flows, AgingPolicy.DEFAULT);
    private final CounterFile counters;
    private final Lcore lcore;
    private final NullPort fabric;

    FlowsWorld(final VerdictTable rules) {
        final GraphPlan plan = GraphPlan.STANDARD;
        final Epoch epoch = new Epoch();
        final Tables tables = new Tables(Tables.Limits.DEFAULT, epoch);
        SceneTables.fill(tables, SCENE);
        tables.verdicts().putTable(OUT, rules);
        tables.verdicts().putSide(GraphWorld.GUEST, new VerdictSide(NONE, new int[] {OUT}, NONE));
        final List<Integer> numbers = List.of(Lcore.FIRST_NUMBER);
        final CounterMemory memory =
                CounterMemory.anonymous(numbers, tables.limits().vifs(), plan.nodeNames());
        counters = memory.reader();
        final LcoreCounters own = memory.lcore(0);
        final PoolCache cache = pool.newCache(0);
        final WalkRecorder recorder = new WalkRecorder(Lcore.FIRST_NUMBER);
        final FlowContext context = FlowContext.of(
                flows,
                new HoldLimit(1),
                0,
                new FragmentTable(),
                new VifFatFlows(tables.limits().vifs()));
        final Graph graph = Graph.build(
                plan,
                tables,
                own,
                cache,
                recorder,
                42,
                context,
                DropLog.anonymous(numbers, DROPS_KEPT).lcore(0));
        lcore = new Lcore(Lcore.FIRST_NUMBER, graph, cache, own, recorder, epoch.join());
        final NullPort guest = new NullPort(
                new FrameWriter(pool, SCENE, IntStream.range(0, FLOWS).toArray()));
        fabric = new NullPort(pool, SCENE);
        lcore.addTransmit(GraphWorld.FABRIC, fabric);
        lcore.addTransmit(GraphWorld.GUEST, guest);
        lcore.addQueue(GraphWorld.GUEST, guest);
    }

    /** Forgets all flows; their memory stays touched, as that of a table in use is. */
    void forget() {
        aging.age(FlowClock.nowMs() + DAY_MS, flows.layout().slots());
        aging.age(FlowClock.nowMs() + DAY_MS, flows.layout().slots());
        if (flows.nextLive(0) != FlowTable.NONE) {
            throw new IllegalStateException("a flow was not forgotten: this measures nothing");
        }
    }

    /**
     * Lets every packet of a round come once.
     *
     * @return processor time that it took in nanoseconds: what else runs on the machine does not count
     * @param newFlows entries that are to be made meanwhile
     * @throws IllegalStateException when something else happened than meant
     */
    long round(final long newFlows) {
        final long madeWanted = flows.madeCount() + newFlows;
        final long before = fabric.takenCount();
        final long startNs = THREADS.getCurrentThreadCpuTime();
        while (fabric.takenCount() - before < FLOWS) {
            lcore.cycle();
        }
        final long tookNs = THREADS.getCurrentThreadCpuTime() - startNs;
        final long drops =
                Arrays.stream(DropReason.values()).mapToLong(counters::drop).sum();
        if (flows.madeCount() != madeWanted || drops > 0) {
            throw new IllegalStateException(flows.madeCount() + " flows and " + drops + " drops where " + madeWanted
                    + " flows were meant: this measures nothing");
        }
        return tookNs;
    }

    @Override
    public void close() {
        pool.close();
    }
}
