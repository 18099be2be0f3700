// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.vireo.linux.memory.Memory;
import net.vireo.port.MemoryPort;
import net.vireo.port.offload.Offloads;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.Ledger;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.predict.Devices;
import net.vireo.vrouter.predict.Prediction;
import net.vireo.vrouter.predict.Predictor;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.trace.TraceDesk;

/**
 * One data plane with one lcore that a test turns by hand, over memory ports. Set up like the compute node of the deck's
 * lab: fabric, host, guests of two networks with the same addresses.
 */
final class TestNode implements AutoCloseable {
    static final int RED = 1;
    static final int BLUE = 2;
    static final int RED_VIF = 3;
    static final int BLUE_VIF = 4;
    static final int RED_NEIGHBOUR_VIF = 5;
    static final int TUNNEL_NEXTHOP = 20;
    static final int RECEIVE_NEXTHOP = 21;
    static final int RING = 64;
    private static final long SEED = 42;

    final PacketPool pool;
    final Tables tables;
    final CounterMemory memory;
    final CounterFile counters;
    final Lcore lcore;
    final FlowContext flows;
    final DropLog dropLog;
    final Graph graph;
    final TraceDesk traces;
    final PoolCache cache;
    final PoolCache peerCache;
    final Predictor predictor;
    private final Map<Integer, MemoryPort.Pair> ports = new TreeMap<>();
    private int sequence;

    TestNode() {
        this(GraphPlan.STANDARD);
    }

    TestNode(final GraphPlan plan) {
        this(PacketPool.create(new PacketPool.Sizes(1024, 4), false), plan);
    }

    TestNode(final PacketPool pool) {
        this(pool, GraphPlan.STANDARD);
    }

    TestNode(final PacketPool pool, final GraphPlan plan) {
        this.pool = pool;
        final Epoch epoch = new Epoch();
        tables = new Tables(new Tables.Limits(16, 8, 64, 2048), epoch);
        memory = CounterMemory.anonymous(List.of(10), 16, plan.nodeNames());
        counters = memory.reader();
        cache = pool.newCache(0);
        peerCache = pool.newCache(1);
        final LcoreCounters own = memory.lcore(0);
        final WalkRecorder recorder = new WalkRecorder(10);
        flows = FlowContext.alone(0, epoch);
        dropLog = DropLog.anonymous(List.of(10), 16);
        graph = Graph.build(plan, tables, own, cache, recorder, SEED, flows, dropLog.lcore(0));
        lcore = new Lcore(10, graph, cache, own, recorder, epoch.join());
        traces = new TraceDesk(recorder::arm);
        predictor = new Predictor(
                plan, tables, flows.table(), flows.limit(), flows.fatFlows(), epoch.join(), new Attached(), SEED);
    }

    /** Every port here takes what it is sent. */
    private final class Attached implements Devices {
        @Override
        public boolean isAttached(final int vif) {
            return ports.containsKey(vif);
        }

        @Override
        public boolean isOpen(final int vif) {
            return true;
        }
    }

    /** What would become of a frame. */
    Prediction predict(final int vif, final byte[] frame) {
        try {
            return predictor.predict(vif, frame, lcore.number());
        } catch (final IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Gives a vif a memory port. @return its far end */
    Peer attach(final Vif vif) {
        final MemoryPort.Pair pair = MemoryPort.pair(pool, vif.name(), vif.name() + "-peer", 1, RING);
        ports.put(vif.index(), pair);
        tables.putVif(vif);
        lcore.addTransmit(vif.index(), pair.left().txQueue(0));
        lcore.addQueue(vif.index(), pair.left().rxQueue(0));
        return new Peer(peerCache, pair.right());
    }

    /** Puts an existing end of a cable behind a vif. */
    void attach(final Vif vif, final MemoryPort port) {
        tables.putVif(vif);
        lcore.addTransmit(vif.index(), port.txQueue(0));
        lcore.addQueue(vif.index(), port.rxQueue(0));
    }

    /** Merges packets of a flow on their way to a vif, as for a receiver that takes long ones. */
    void takesLongPackets(final int vif) {
        lcore.addTransmit(vif, ports.get(vif).left().txQueue(0), Offloads.ALL);
    }

    /** Gives a vif other flags. */
    void flags(final int vif, final int flags) {
        final Vif plain = tables.vif(vif);
        tables.putVif(new Vif(
                plain.index(),
                plain.type(),
                plain.transport(),
                plain.name(),
                plain.vrf(),
                plain.mcastVrf(),
                flags,
                plain.mac(),
                plain.ip(),
                plain.mtu(),
                vif,
                plain.osIndex(),
                plain.crossConnect()));
    }

    /** Somebody has to permit what a guest sends, and what is sent to it. */
    void askForPolicy(final int vif) {
        final Nexthop to = tables.nexthop(vif);
        tables.putNexthop(new Nexthop(
                to.id, to.type, to.family, to.flags | Nexthop.FLAG_POLICY, to.vrf, to.vifIndex, 0, 0, to.rewrite()));
        flags(vif, Vif.FLAG_POLICY);
    }

    /** Turns the lcore until a turn moves nothing. */
    void settle() {
        int work;
        do {
            work = lcore.cycle();
        } while (work > 0);
    }

    /** Takes a packet through the graph and leaves it in its transmit batch, as in the middle of a cycle. */
    void hold(final byte[] frame) {
        final long packet = cache.takeSmall();
        final long[] burst = {PacketRef.resized(packet, PacketRef.offset(packet), frame.length)};
        Memory.copyIn(frame, 0, pool.dataAddress(burst[0]), frame.length);
        graph.run(RED_VIF, burst, 1);
    }

    long drops(final DropReason reason) {
        return counters.drop(reason);
    }

    /** All drops by name, those that happened only. */
    Map<DropReason, Long> drops() {
        final Map<DropReason, Long> drops = new TreeMap<>();
        for (final DropReason reason : DropReason.values()) {
            if (counters.drop(reason) != 0) {
                drops.put(reason, counters.drop(reason));
            }
        }
        return drops;
    }

    /** A snapshot of now. */
    Ledger.Counts snapshot() {
        lcore.snapshot(++sequence, tables.limits().vifs());
        final long inPorts = ports.values().stream()
                .mapToLong(pair -> pair.left().counters().heldBuffers()
                        + pair.right().counters().heldBuffers())
                .sum();
        memory.pool(pool.balance(), inPorts);
        return counters.snapshot();
    }

    Ledger ledger() {
        return Ledger.of(snapshot());
    }

    static Vif vif(final int index, final int type, final int vrf, final long mac, final int ip) {
        return vif(index, type, vrf, mac, ip, 1514);
    }

    static Vif vif(final int index, final int type, final int vrf, final long mac, final int ip, final int mtu) {
        final int crossConnect = type == Vif.TYPE_HOST ? Vif.FABRIC_INDEX : Vif.NONE;
        return new Vif(index, type, Vif.TRANSPORT_ETH, "v" + index, vrf, 65535, 0, mac, ip, mtu, 0, -1, crossConnect);
    }

    void tunnel(final int id, final int source, final int destination, final byte[] rewrite) {
        tables.putNexthop(new Nexthop(
                id,
                Nexthop.TYPE_TUNNEL,
                2,
                Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_UDP_MPLS,
                0,
                Vif.FABRIC_INDEX,
                source,
                destination,
                rewrite));
    }

    void encap(final int id, final int vif, final int vrf, final byte[] rewrite) {
        tables.putNexthop(new Nexthop(id, Nexthop.TYPE_ENCAP, 2, Nexthop.FLAG_VALID, vrf, vif, 0, 0, rewrite));
    }

    void receive(final int id) {
        tables.putNexthop(
                new Nexthop(id, Nexthop.TYPE_RECEIVE, 2, Nexthop.FLAG_VALID, 0, Vif.HOST_INDEX, 0, 0, new byte[0]));
    }

    void route(final int vrf, final int prefix, final int length, final int nexthop, final int label) {
        tables.putRoute(vrf, new Route(prefix, length, nexthop, label, Route.FLAG_LABEL_VALID | Route.FLAG_ARP_PROXY));
    }

    @Override
    public void close() {
        ports.values().forEach(MemoryPort.Pair::close);
        pool.close();
    }
}
