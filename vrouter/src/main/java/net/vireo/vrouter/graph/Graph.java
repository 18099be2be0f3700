// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.CounterLayout;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.LcoreDropLog;
import net.vireo.vrouter.table.Quiescence;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * The nodes of one lcore, wired. A burst is put before the first node; then, while any node has packets, the first one
 * in the plan's order that has some runs on all of them. The plan is in the order of the common way, so most nodes run
 * once per burst; a way back to an earlier node just makes that one run again.
 *
 * <p>Knows nothing of threads: one thread at a time may call it.
 */
public final class Graph {
    /** One burst of so many is timed: reading the clock costs as much as a small node. */
    private static final int TIMING_INTERVAL = 64;

    private static final int DROPS_KEPT_ALONE = 16;

    private final Node[] nodes;
    private final Burst[] bursts;
    private final Edges[] edges;

    /** For each node the indices, and the bursts, of those that its edges lead to, the drop node included. */
    private final int[][] successors;

    private final Burst[][] successorBursts;
    private final int drop;

    /** Bits of the nodes in which packets wait. */
    private final long holding;

    private final Packets packets;
    private final Tables tables;
    private final Transmit transmit;
    private final WaitingPackets waiting;
    private final PoolCache cache;
    private final LcoreCounters counters;
    private final WalkRecorder tracer;
    private final long[] single = new long[1];
    private int untilTiming = TIMING_INTERVAL;

    private Graph(
            final Node[] nodes,
            final Burst[] bursts,
            final Edges[] edges,
            final int[][] successors,
            final int drop,
            final Workbench bench,
            final WalkRecorder tracer) {
        this.nodes = nodes;
        this.bursts = bursts;
        this.edges = edges;
        this.successors = successors;
        this.successorBursts = Stream.of(successors)
                .map(all -> IntStream.of(all).mapToObj(s -> bursts[s]).toArray(Burst[]::new))
                .toArray(Burst[][]::new);
        this.drop = drop;
        this.holding = holding(bench.plan().nodeNames());
        this.packets = bench.packets();
        this.tables = bench.tables();
        this.transmit = bench.transmit();
        this.waiting = bench.waiting();
        this.cache = bench.cache();
        this.counters = bench.counters();
        this.tracer = tracer;
    }

    private static long holding(final List<String> names) {
        long bits = 0;
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(GraphPlan.FLOW) || names.get(i).equals(GraphPlan.SECOND_FLOW)) {
                bits |= 1L << i;
            }
        }
        return bits;
    }

    /**
     * Makes one lcore's instance of the plan.
     *
     * @param seed the same for all lcores of a router
     * @param flows this lcore's part in the router's flow table
     * @param dropLog where this lcore keeps its last drops
     */
    public static Graph build(
            final GraphPlan plan,
            final Tables tables,
            final LcoreCounters counters,
            final PoolCache cache,
            final WalkRecorder tracer,
            final long seed,
            final FlowContext flows,
            final LcoreDropLog dropLog) {
        final Packets packets = new Packets(cache);
        final Transmit transmit = new Transmit(cache, counters, tables);
        final WaitingPackets waiting = new WaitingPackets(packets, cache.pool().sizeCount());
        final Workbench bench =
                new Workbench(plan, packets, tables, counters, cache, transmit, flows, waiting, dropLog, seed);
        final List<NodeSpec> specs = plan.nodes();
        final int count = specs.size();
        final Node[] nodes = new Node[count];
        final Burst[] bursts = new Burst[count];
        for (int i = 0; i < count; i++) {
            nodes[i] = specs.get(i).maker().apply(bench);
            bursts[i] = new Burst();
        }
        final Edges[] edges = new Edges[count];
        final int[][] successors = new int[count][];
        final int drop = plan.index(GraphPlan.DROP);
        for (int i = 0; i < count; i++) {
            final int[] to = specs.get(i).edges().stream().mapToInt(plan::index).toArray();
            final Burst[] targets = IntStream.of(to).mapToObj(t -> bursts[t]).toArray(Burst[]::new);
            edges[i] = new Edges(packets, targets, bursts[drop]);
            successors[i] = i == drop
                    ? new int[0]
                    : IntStream.concat(IntStream.of(to), IntStream.of(drop))
                            .distinct()
                            .toArray();
        }
        return new Graph(nodes, bursts, edges, successors, drop, bench, tracer);
    }

    /** {@link #build} with a small flow table and a drop log of its own: for a graph that runs alone. */
    public static Graph alone(
            final GraphPlan plan,
            final Tables tables,
            final LcoreCounters counters,
            final PoolCache cache,
            final WalkRecorder tracer,
            final long seed) {
        return build(
                plan,
                tables,
                counters,
                cache,
                tracer,
                seed,
                FlowContext.alone(cache.lcore(), Quiescence.NEVER),
                DropLog.anonymous(List.of(cache.lcore()), DROPS_KEPT_ALONE).lcore(0));
    }

    /** This lcore's transmit batches. */
    public Transmit transmit() {
        return transmit;
    }

    /**
     * Takes a burst of one vif through the graph: afterwards each packet waits in a transmit batch or is dropped.
     *
     * @param vif the vif it came in on
     * @param references packets {@code 0 .. count-1}
     * @param count at most {@link Packets#BURST}
     */
    public void run(final int vif, final long[] references, final int count) {
        counters.received(vif, count, packets.load(references, count, origin(vif)));
        bursts[0].fill(count);
        if (tracer.isArmed() && tracer.begin(packets, count)) {
            walkTraced(0, count);
        } else if (--untilTiming == 0) {
            untilTiming = TIMING_INTERVAL;
            walkTimed();
        } else {
            walk(1);
        }
    }

    /**
     * Takes a packet through the graph as if it had come in on a vif: a trace's probe. It is born here, so no port and no
     * vif has received it. Between bursts.
     *
     * @param reference the packet, whose buffer is the graph's from now on
     */
    public void probe(final int vif, final long reference) {
        counters.add(LcoreCounter.BORN_PROBE, 1);
        single[0] = reference;
        packets.load(single, 1, origin(vif));
        bursts[0].fill(1);
        if (tracer.isArmed() && tracer.begin(packets, 1)) {
            walkTraced(0, 1);
        } else {
            walk(1);
        }
    }

    private long origin(final int index) {
        final Vif vif = tables.vif(index);
        if (vif == null) {
            return Packets.origin(index, Vif.NO_VRF, 0);
        }
        // A fabric vif in cross-connect mode has no routes yet: all its IPv4 is for this node.
        final boolean bare = vif.type() == Vif.TYPE_PHYSICAL && vif.has(Vif.FLAG_XCONNECT);
        return Packets.origin(index, vif.vrf(), bare ? Packets.FLAG_TO_ME : 0);
    }

    /** Sends all batches, and looks after packets that have waited for too long. */
    public int flush() {
        if (waiting.heldCount() > 0) {
            expire();
        }
        return transmit.flush();
    }

    /** The verdict on a flow is there: what waited for it goes on. Between cycles. */
    public void release(final int flow, final int generation) {
        resume(waiting.releaseFlow(flow, generation));
    }

    /** Sends packets that waited on their way again, a burst at a time. */
    private void resume(final int count) {
        final long[] released = waiting.released();
        for (int from = 0; from < count; from += Packets.BURST) {
            final int to = Math.min(count, from + Packets.BURST);
            packets.clear();
            long pending = 0;
            for (int i = from; i < to; i++) {
                final int node = waiting.node(released[i]);
                bursts[node].add(waiting.resume(released[i]));
                pending |= 1L << node;
            }
            if (tracer.hasParked() && tracer.resume(packets, to - from)) {
                walkResumed(pending, released, from, to);
            } else {
                walk(pending);
            }
        }
    }

    /** Traced packets are among those that go on. */
    private void walkResumed(final long pending, final long[] released, final int from, final int to) {
        if (tracer.probeCount() == 0) {
            walkTraced(pending);
            tracer.end();
            return;
        }
        for (int left = 0; left < nodes.length; left++) {
            if ((pending >>> left & 1) != 0) {
                bursts[left].clear();
            }
        }
        for (int i = from; i < to; i++) {
            final int node = waiting.node(released[i]);
            walkAlone(node, Packets.row(i - from));
        }
        tracer.end();
    }

    /** A flow whose verdict packets wait for, or -1. */
    public int waitingFlow() {
        return waiting.waitingFlow();
    }

    /** How many packets wait inside. */
    public int waitingCount() {
        return waiting.heldCount();
    }

    private void expire() {
        final int nowMs = FlowContext.nowMs();
        resume(waiting.takeReady());
        drop(waiting.expireVerdicts(nowMs), DropReason.FLOW_UNUSABLE);
        drop(waiting.expireFragments(nowMs), DropReason.NO_FRAG_ENTRY);
    }

    private void drop(final int count, final DropReason reason) {
        final long[] released = waiting.released();
        for (int i = 0; i < count; i++) {
            counters.drop(waiting.vif(released[i]), reason.position(), 1);
            tracer.lost(released[i]);
            cache.free(released[i]);
        }
    }

    /** Brings the counters that are levels up to date: before they are copied. */
    public void settle() {
        counters.level(LcoreCounter.HELD, transmit.heldCount() + waiting.heldCount());
    }

    private void walk(final long first) {
        long pending = first;
        while (pending != 0) {
            final int node = Long.numberOfTrailingZeros(pending);
            pending &= ~(1L << node);
            pending |= step(node);
        }
    }

    private void walkTimed() {
        long pending = 1;
        long before = System.nanoTime();
        while (pending != 0) {
            final int node = Long.numberOfTrailingZeros(pending);
            final int count = bursts[node].count();
            pending &= ~(1L << node);
            pending |= step(node);
            final long after = System.nanoTime();
            counters.nodeTime(node, count, after - before);
            before = after;
        }
    }

    /** A burst with traced packets in it that starts in a node; probes go after the others, each alone. */
    private void walkTraced(final int node, final int count) {
        if (tracer.probeCount() == 0) {
            walkTraced(1L << node);
        } else {
            bursts[node].clear();
            for (int i = 0; i < count; i++) {
                if (!tracer.isProbe(Packets.row(i))) {
                    bursts[node].add(Packets.row(i));
                }
            }
            if (bursts[node].count() > 0) {
                walkTraced(1L << node);
            }
            for (int i = 0; i < tracer.probeCount(); i++) {
                walkAlone(node, tracer.probe(i));
            }
        }
        tracer.end();
    }

    /** Takes one packet through; a probe's batches are its own, so that what is for a guest can be taken back. */
    private void walkAlone(final int node, final int row) {
        transmit.flush();
        bursts[node].add(row);
        walkTraced(1L << node);
        if (tracer.isProbe(row)) {
            transmit.stopProbes();
        }
    }

    private void walkTraced(final long first) {
        long pending = first;
        while (pending != 0) {
            final int node = Long.numberOfTrailingZeros(pending);
            pending &= ~(1L << node);
            tracer.before(bursts[node], successorBursts[node]);
            pending |= step(node);
            final boolean holds = (holding >>> node & 1) != 0;
            tracer.after(packets, node, successorBursts[node], successors[node], drop, holds);
        }
    }

    /** Runs one node. @return bits of the nodes that now have packets because of it */
    private long step(final int node) {
        final Burst burst = bursts[node];
        nodes[node].process(burst, edges[node]);
        counters.node(node, burst.count());
        burst.clear();
        long ready = 0;
        final int[] next = successors[node];
        final Burst[] nextBursts = successorBursts[node];
        for (int s = 0; s < next.length; s++) {
            if (nextBursts[s].count() != 0) {
                ready |= 1L << next[s];
            }
        }
        return ready;
    }

    static {
        if (CounterLayout.MAX_NODES > Long.SIZE) {
            throw new AssertionError("more nodes than bits in the pending mask");
        }
    }
}
