// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.List;
import net.vireo.port.MemoryPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.NodeCounter;
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
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * One lcore with the graph that {@code vireo run vrouter} builds, a guest and a fabric behind memory ports, and routes
 * as a node of a few hundred guests has them. One thread.
 */
final class GraphWorld {
    static final int FABRIC = Vif.FABRIC_INDEX;
    static final int GUEST = 3;
    static final long FABRIC_MAC = 0x0200_0000_0001L;
    static final long REMOTE_MAC = 0x0200_0000_0002L;
    static final long GUEST_MAC = 0x0200_0000_0003L;
    static final int FABRIC_ADDRESS = 0x0a00_0001;
    static final int REMOTE_ADDRESS = 0x0a00_0002;
    static final int GUEST_ADDRESS = 0x7800_0004;
    static final int FAR_GUEST_ADDRESS = 0x7801_0003;
    static final long FAR_GUEST_MAC = 0x0200_0000_0004L;
    static final int LABEL = 20;
    static final int VNI = 21;
    static final int BURST = 32;

    static final int VRF = 1;
    static final int TUNNEL = 1;

    private static final int RING = 1024;
    private static final int DROPS_KEPT = 16;

    final PacketPool pool = PacketPool.create(new PacketPool.Sizes(4096, 0), false);
    final PoolCache peerCache = pool.newCache(1);
    final CounterFile counters;
    final Lcore lcore;
    private final MemoryPort.Pair guest = MemoryPort.pair(pool, "guest", "guest-peer", 1, RING);
    private final MemoryPort.Pair fabric = MemoryPort.pair(pool, "fabric", "fabric-peer", 1, RING);
    final TxQueue guestSends = guest.right().txQueue(0);
    final RxQueue guestReceives = guest.right().rxQueue(0);
    final TxQueue fabricSends = fabric.right().txQueue(0);
    final RxQueue fabricReceives = fabric.right().rxQueue(0);

    GraphWorld(final Scene scene) {
        final GraphPlan plan = GraphPlan.STANDARD;
        final Epoch epoch = new Epoch();
        final Tables tables = new Tables(Tables.Limits.DEFAULT, epoch);
        final CounterMemory memory = CounterMemory.anonymous(
                List.of(Lcore.FIRST_NUMBER), tables.limits().vifs(), plan.nodeNames());
        counters = memory.reader();
        final LcoreCounters own = memory.lcore(0);
        final PoolCache cache = pool.newCache(0);
        final WalkRecorder recorder = new WalkRecorder(Lcore.FIRST_NUMBER);
        final Graph graph = Graph.build(
                plan,
                tables,
                own,
                cache,
                recorder,
                42,
                flows(scene, tables),
                DropLog.anonymous(List.of(Lcore.FIRST_NUMBER), DROPS_KEPT).lcore(0));
        lcore = new Lcore(Lcore.FIRST_NUMBER, graph, cache, own, recorder, epoch.join());
        SceneTables.fill(tables, scene);
        attach(FABRIC, fabric.left());
        attach(GUEST, guest.left());
    }

    private static FlowContext flows(final Scene scene, final Tables tables) {
        final FlowTable table = FlowFill.filled(scene, 1);
        return FlowContext.of(
                table,
                new HoldLimit(1),
                0,
                new FragmentTable(),
                new VifFatFlows(tables.limits().vifs()));
    }

    private void attach(final int vif, final MemoryPort port) {
        lcore.addTransmit(vif, port.txQueue(0));
        lcore.addQueue(vif, port.rxQueue(0));
    }

    /** Packets that a node has worked on. */
    long packetsOf(final int node) {
        return counters.node(0, node, NodeCounter.PACKETS);
    }

    /** Packets that were dropped so far. */
    long drops() {
        long sum = 0;
        for (final DropReason reason : DropReason.values()) {
            sum += counters.drop(reason);
        }
        return sum;
    }
}
