// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.vireo.port.OffloadMode;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.vhost.SocketRole;
import net.vireo.port.vhost.VhostControl;
import net.vireo.port.vhost.VhostUserPort;
import net.vireo.port.vhost.VhostUserSpec;
import net.vireo.port.vhost.VirtioUserPort;
import net.vireo.port.vhost.VirtioUserSpec;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.graph.FlowContext;
import net.vireo.vrouter.graph.Graph;
import net.vireo.vrouter.graph.GraphPlan;
import net.vireo.vrouter.graph.WalkRecorder;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Quiescence;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * One lcore with the graph that {@code vireo run vrouter} builds and two guests of a bridged network on vhost-user
 * sockets, whose other ends are virtio-user ports of this process: everything that a frame meets between two guests.
 */
final class SwitchWorld implements AutoCloseable {
    static final int GUESTS = 2;

    private static final int FIRST_VIF = 3;
    private static final int VRF = 1;
    private static final int RING_ENTRIES = 256;
    private static final int DROPS_KEPT = 16;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    final PacketPool pool = PacketPool.create(new PacketPool.Sizes(4096, 64), false);
    final PacketPool guestPool = PacketPool.create(new PacketPool.Sizes(4096, 64), false);
    final PoolCache guestCache = guestPool.newCache(1);
    final VirtioUserPort[] guests = new VirtioUserPort[GUESTS];
    final Lcore lcore;
    final CounterFile counters;
    private final VhostControl control = VhostControl.start();
    private final VhostControl guestControl = VhostControl.start();
    private final VhostUserPort[] ports = new VhostUserPort[GUESTS];
    private final Path directory;
    private final Tables tables;

    SwitchWorld(final boolean packed) throws IOException {
        directory = Files.createTempDirectory("vireo-bench");
        final GraphPlan plan = GraphPlan.STANDARD;
        final Epoch epoch = new Epoch();
        tables = new Tables(Tables.Limits.DEFAULT, epoch);
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
                FlowContext.alone(0, Quiescence.NEVER),
                DropLog.anonymous(List.of(Lcore.FIRST_NUMBER), DROPS_KEPT).lcore(0));
        lcore = new Lcore(Lcore.FIRST_NUMBER, graph, cache, own, recorder, epoch.join());
        for (int guest = 0; guest < GUESTS; guest++) {
            plug(guest, packed);
        }
    }

    static long mac(final int guest) {
        return 0x0200_0000_0003L + guest;
    }

    private void plug(final int guest, final boolean packed) {
        final int vif = FIRST_VIF + guest;
        tables.putVif(new Vif(
                vif,
                Vif.TYPE_VIRTUAL,
                Vif.TRANSPORT_PMD,
                "vif" + vif,
                VRF,
                0,
                Vif.FLAG_L2,
                mac(guest),
                0,
                1514,
                vif,
                -1,
                Vif.NONE));
        tables.putNexthop(new Nexthop(
                vif,
                Nexthop.TYPE_ENCAP,
                Nexthop.FAMILY_BRIDGE,
                Nexthop.FLAG_VALID,
                VRF,
                vif,
                0,
                0,
                SceneTables.header(mac(guest), Vif.ROUTER_MAC)));
        tables.putBridge(BridgeKey.of(mac(guest), VRF), BridgeValue.of(vif, 0, 0));
        final Path path = directory.resolve("guest" + guest);
        ports[guest] =
                VhostUserPort.open(control, pool, new VhostUserSpec(path, SocketRole.SERVER, 1, OffloadMode.GUEST));
        guests[guest] = VirtioUserPort.open(
                guestControl,
                guestPool,
                new VirtioUserSpec(path, SocketRole.CLIENT, 1, RING_ENTRIES, packed, OffloadMode.NONE));
        await(() -> guests[guest].isRunning() && ports[guest].openQueuePairs() == 1);
        lcore.addTransmit(vif, ports[guest].txQueue(0), ports[guest].offloads());
        lcore.addQueue(vif, ports[guest].rxQueue(0));
    }

    private static void await(final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new IllegalStateException("the guests did not connect");
            }
            Thread.onSpinWait();
        }
    }

    /** Packets that were dropped so far. */
    long drops() {
        long sum = 0;
        for (final DropReason reason : DropReason.values()) {
            sum += counters.drop(reason);
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        for (int guest = 0; guest < GUESTS; guest++) {
            guests[guest].close();
            ports[guest].close();
            Files.deleteIfExists(directory.resolve("guest" + guest));
        }
        guestControl.close();
        control.close();
        Files.delete(directory);
    }
}
