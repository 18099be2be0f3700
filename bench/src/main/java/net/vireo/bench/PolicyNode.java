// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.agent.bind.FastPath;
import net.vireo.agent.config.Config;
import net.vireo.agent.oper.OperBuilder;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.program.ControlSocket;
import net.vireo.agent.program.NameJournal;
import net.vireo.agent.program.Programmer;
import net.vireo.agent.verdict.VerdictPlan;
import net.vireo.linux.memory.Memory;
import net.vireo.port.MemoryPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.capture.Captures;
import net.vireo.vrouter.control.BuildInfo;
import net.vireo.vrouter.control.ControlObjects;
import net.vireo.vrouter.control.ControlServer;
import net.vireo.vrouter.control.ControlServices;
import net.vireo.vrouter.control.FlowTableRequests;
import net.vireo.vrouter.control.NexthopObserver;
import net.vireo.vrouter.control.VifPorts;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.Snapshots;
import net.vireo.vrouter.flow.AgingPolicy;
import net.vireo.vrouter.flow.FlowAging;
import net.vireo.vrouter.flow.FlowClock;
import net.vireo.vrouter.flow.FlowLayout;
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
import net.vireo.vrouter.trace.TraceDesk;

/**
 * A node whose agent and data plane are this process: what is configured is compiled and programmed as the agent does it, over
 * the real control socket, into the tables of an lcore that the calling thread turns. Its devices are memory.
 */
public final class PolicyNode implements AutoCloseable {
    private static final int RING = 64;
    private static final long SEED = 42;
    private static final int DAY_MS = 86_400_000;

    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(4096, 4), false);
    private final PoolCache peerCache = pool.newCache(1);
    private final Epoch epoch = new Epoch();
    private final Tables tables = new Tables(Tables.Limits.DEFAULT, epoch);
    private final FlowTable flows;
    private final FlowAging aging;
    private final HoldLimit limit = new HoldLimit(1);
    private final CounterMemory memory;
    private final Lcore lcore;
    private final ControlServer server;
    private final Programmer programmer;
    private final Map<Integer, Far> ports = new HashMap<>();
    private final long[] burst = new long[RING];
    private OperState state = OperState.empty();

    /** The far end of a vif's device. */
    private record Far(MemoryPort.Pair pair, RxQueue receive, TxQueue transmit) {}

    /**
     * @param directory where its socket is
     * @param flowEntries room in its flow table
     */
    public PolicyNode(final Path directory, final int flowEntries) throws IOException {
        flows = FlowTable.anonymous(FlowLayout.of(flowEntries, 1), epoch);
        aging = new FlowAging(flows, AgingPolicy.DEFAULT);
        limit.limit(0);
        final List<Integer> numbers = List.of(Lcore.FIRST_NUMBER);
        memory = CounterMemory.anonymous(numbers, tables.limits().vifs(), GraphPlan.STANDARD.nodeNames());
        final PoolCache cache = pool.newCache(0);
        final WalkRecorder recorder = new WalkRecorder(Lcore.FIRST_NUMBER);
        final DropLog dropLog = DropLog.anonymous(numbers, RING);
        final VifFatFlows fatFlows = new VifFatFlows(tables.limits().vifs());
        lcore = new Lcore(
                Lcore.FIRST_NUMBER,
                Graph.build(
                        GraphPlan.STANDARD,
                        tables,
                        memory.lcore(0),
                        cache,
                        recorder,
                        SEED,
                        FlowContext.of(flows, limit, 0, new FragmentTable(RING, RING), fatFlows),
                        dropLog.lcore(0)),
                cache,
                memory.lcore(0),
                recorder,
                epoch.join());
        server = ControlServer.open(
                directory.resolve(ControlServer.SOCKET_NAME),
                new ControlObjects(
                        tables,
                        new Devices(),
                        new NoSnapshots(),
                        new TraceDesk(session -> {}),
                        Captures.NONE,
                        NexthopObserver.NONE,
                        new BuildInfo("0.1.0", "node", ""),
                        new ControlServices(
                                Optional.of(dropLog),
                                new FlowTableRequests(
                                        flows,
                                        tables,
                                        limit,
                                        (flow, generation) -> lcore.send(own -> own.releaseFlow(flow, generation))),
                                fatFlows)));
        server.start();
        programmer = new Programmer(
                () -> ControlSocket.connect(directory.resolve(ControlServer.SOCKET_NAME)),
                new NameJournal(directory),
                0);
    }

    /**
     * Programs what differs from what was configured before.
     *
     * @param plan makes what lcores are to decide by
     * @return the database now
     */
    public OperState configure(final Config config, final FastPath plan) {
        final long nowNs = System.nanoTime();
        programmer.tick(nowNs);
        state = OperBuilder.build(config, Map.of(), programmer.names(), programmer.actual());
        program(plan.apply(state));
        return state;
    }

    /** Programs another plan for the same configuration. */
    public void program(final VerdictPlan plan) {
        programmer.program(state, plan, System.nanoTime());
        if (!programmer.failures().isEmpty()) {
            throw new IllegalStateException("refused: " + programmer.failures());
        }
    }

    /** Requests sent so far. */
    public long sentCount() {
        return programmer.counts().sent();
    }

    /** A frame comes in; all that follows from it is done when this returns, and what left is forgotten. */
    public void receive(final int vif, final byte[] frame) {
        send(vif, frame);
        settle();
    }

    private void send(final int vif, final byte[] frame) {
        final long packet = peerCache.take(frame.length);
        final long sized = PacketRef.resized(packet, PacketRef.offset(packet), frame.length);
        Memory.copyIn(frame, 0, pool.dataAddress(sized), frame.length);
        burst[0] = sized;
        if (ports.get(vif).transmit.transmit(peerCache, burst, 1) != 1) {
            throw new IllegalStateException("the ring of vif " + vif + " is full");
        }
    }

    /** Turns the lcore until there is nothing to do. */
    public void settle() {
        int work;
        do {
            work = lcore.cycle();
        } while (work > 0);
        ports.values().forEach(this::drain);
    }

    private void drain(final Far far) {
        for (int count = far.receive.receive(peerCache, burst, RING);
                count > 0;
                count = far.receive.receive(peerCache, burst, RING)) {
            for (int i = 0; i < count; i++) {
                peerCache.free(burst[i]);
            }
        }
    }

    /** All flows end. */
    public void forget() {
        for (int i = 0; i < 3; i++) {
            aging.age(FlowClock.nowMs() + DAY_MS, flows.layout().slots());
            lcore.cycle();
        }
        if (flows.nextLive(0) != FlowTable.NONE) {
            throw new IllegalStateException("a flow was not forgotten");
        }
    }

    /** The data plane's flows. */
    public FlowTable flows() {
        return flows;
    }

    /** How many packets were dropped for a reason. */
    public long drops(final DropReason reason) {
        return memory.reader().drop(reason);
    }

    @Override
    public void close() {
        programmer.close();
        server.close();
        ports.values().forEach(far -> far.pair.close());
        pool.close();
    }

    private final class Devices implements VifPorts {
        @Override
        public void attach(final Vif vif) {
            if (!ports.containsKey(vif.index())) {
                final MemoryPort.Pair pair = MemoryPort.pair(pool, vif.name(), vif.name() + "-far", 1, RING);
                ports.put(
                        vif.index(),
                        new Far(pair, pair.right().rxQueue(0), pair.right().txQueue(0)));
                lcore.addTransmit(vif.index(), pair.left().txQueue(0));
                lcore.addQueue(vif.index(), pair.left().rxQueue(0));
            }
        }

        @Override
        public void detach(final Vif vif) {
            lcore.removeVif(vif.index());
            ports.remove(vif.index()).pair.close();
        }
    }

    private final class NoSnapshots implements Snapshots {
        @Override
        public int take(final int timeoutMs) {
            return 0;
        }

        @Override
        public int lcoreCount() {
            return 1;
        }

        @Override
        public CounterFile counters() {
            return memory.reader();
        }
    }
}
