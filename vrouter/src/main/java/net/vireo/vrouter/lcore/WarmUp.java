// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.util.List;
import net.vireo.linux.memory.Memory;
import net.vireo.port.MemoryPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.graph.FlowContext;
import net.vireo.vrouter.graph.Graph;
import net.vireo.vrouter.graph.GraphPlan;
import net.vireo.vrouter.graph.Packets;
import net.vireo.vrouter.graph.WalkRecorder;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.trace.TraceSession;
import net.vireo.vrouter.trace.Traces;

/**
 * Runs synthetic traffic through a graph of its own before the first real packet, so that the compiler has seen every
 * branch: one that is first taken under load costs tens of milliseconds. The same code as the live graph, with its own
 * tables, pool, ports and counters.
 */
public final class WarmUp {
    /** How long {@link #run} takes at most when it may take its time. */
    public static final long LIMIT_NS = 800_000_000;

    private static final int MAX_ROUNDS = 20_000;
    private static final int RING = 64;
    private static final int VIFS = 8;

    private static final int ROUNDS_PER_TURN = 64;
    private static final int ROUNDS_PER_JUDGEMENT = 16;
    private static final int DROPS_KEPT = 16;

    /** From this round of each turn on nobody takes what was sent, so that rings fill up. */
    private static final int FIRST_SLOW_ROUND = 48;

    /** From this round of each turn on there is an agent to hand packets to. */
    private static final int FIRST_ROUND_WITH_AGENT = 24;

    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(2048, 0), false);
    private final PoolCache peerCache = pool.newCache(1);
    private final CounterFile counters;
    private final Lcore lcore;
    private final TrainingSite site;
    private final TrainingFlows flows;
    private final MemoryPort.Pair[] cables = new MemoryPort.Pair[TrainingSite.VIFS];
    private final TxQueue[] senders = new TxQueue[TrainingSite.VIFS];
    private final RxQueue[] receivers = new RxQueue[TrainingSite.VIFS];
    private final long[] burst = new long[Packets.BURST];
    private long sequence;

    private WarmUp() {
        final GraphPlan plan = GraphPlan.STANDARD;
        final Epoch epoch = new Epoch();
        final Tables tables = new Tables(new Tables.Limits(VIFS, 4, 32, 64), epoch);
        final CounterMemory memory = CounterMemory.anonymous(List.of(Lcore.FIRST_NUMBER), VIFS, plan.nodeNames());
        final LcoreCounters own = memory.lcore(0);
        counters = memory.reader();
        final PoolCache cache = pool.newCache(0);
        final WalkRecorder recorder = new WalkRecorder(Lcore.FIRST_NUMBER);
        final FlowContext context = FlowContext.alone(0, epoch);
        final DropLog dropLog = DropLog.anonymous(List.of(Lcore.FIRST_NUMBER), DROPS_KEPT);
        flows = new TrainingFlows(context);
        lcore = new Lcore(
                Lcore.FIRST_NUMBER,
                Graph.build(plan, tables, own, cache, recorder, 1, context, dropLog.lcore(0)),
                cache,
                own,
                recorder,
                epoch.join());
        site = new TrainingSite(tables);
        for (int vif = 0; vif < TrainingSite.VIFS; vif++) {
            cables[vif] = MemoryPort.pair(pool, "training", "peer", 1, RING);
            senders[vif] = cables[vif].right().txQueue(0);
            receivers[vif] = cables[vif].right().rxQueue(0);
            if (vif != TrainingOverlay.SUB_INTERFACE) {
                lcore.addTransmit(vif, cables[vif].left().txQueue(0));
            }
            lcore.addQueue(vif, cables[vif].left().rxQueue(0));
        }
    }

    /** Warms up; bounded to about a second. Any thread. */
    public static void run() {
        run(LIMIT_NS);
    }

    /** {@link #run()} with another bound. */
    public static void run(final long limitNs) {
        train(MAX_ROUNDS, limitNs);
    }

    /** @return the counters of the graph that was trained */
    static CounterFile train(final int rounds, final long limitNs) {
        final WarmUp warmUp = new WarmUp();
        final long startNs = System.nanoTime();
        for (int round = 0; round < rounds && System.nanoTime() - startNs < limitNs; round++) {
            warmUp.round(round);
        }
        warmUp.close();
        return warmUp.counters;
    }

    private void round(final int round) {
        for (int vif = 0; vif < TrainingSite.VIFS; vif++) {
            send(vif, site.frames(vif));
        }
        if (round % ROUNDS_PER_TURN == 0) {
            lcore.removeVif(Vif.AGENT_INDEX);
            lcore.send(each -> each.arm(new TraceSession(Traces.ANY_VIF, 1)));
            lcore.send(each -> each.snapshot(++sequence, VIFS));
        }
        if (round % ROUNDS_PER_TURN == FIRST_ROUND_WITH_AGENT) {
            lcore.addTransmit(Vif.AGENT_INDEX, cables[Vif.AGENT_INDEX].left().txQueue(0));
            lcore.addQueue(Vif.AGENT_INDEX, cables[Vif.AGENT_INDEX].left().rxQueue(0));
        }
        lcore.cycle();
        if (round % ROUNDS_PER_JUDGEMENT == 0) {
            flows.judge(lcore);
        }
        for (int vif = 0; vif < TrainingSite.VIFS && round % ROUNDS_PER_TURN < FIRST_SLOW_ROUND; vif++) {
            drain(vif);
        }
    }

    private void send(final int vif, final List<byte[]> frames) {
        int count = 0;
        for (int i = 0; i < frames.size() && count < Packets.BURST; i++) {
            final long packet = peerCache.takeSmall();
            if (packet != PoolCache.NONE) {
                final byte[] frame = frames.get(i);
                burst[count] = PacketRef.resized(packet, PacketRef.offset(packet), frame.length);
                Memory.copyIn(frame, 0, pool.dataAddress(burst[count]), frame.length);
                count++;
            }
        }
        final int sent = senders[vif].transmit(peerCache, burst, count);
        peerCache.free(burst, sent, count);
    }

    private void drain(final int vif) {
        int count;
        do {
            count = receivers[vif].receive(peerCache, burst, Packets.BURST);
            peerCache.free(burst, 0, count);
        } while (count > 0);
    }

    private void close() {
        lcore.end();
        for (final MemoryPort.Pair cable : cables) {
            cable.close();
        }
        pool.close();
    }
}
