// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.nio.ByteBuffer;
import java.util.List;
import net.vireo.port.MemoryPort;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.NodeCounter;
import net.vireo.vrouter.graph.Graph;
import net.vireo.vrouter.graph.GraphPlan;
import net.vireo.vrouter.graph.WalkRecorder;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * One compute node on one lcore over memory ports, turned by the benchmark's thread: the graph that
 * {@code vireo run vrouter} builds, with a fabric and one guest.
 */
final class BenchNode implements AutoCloseable {
    static final GraphPlan PLAN = GraphPlan.STANDARD;

    static final long HERE_MAC = 0x0200_0000_0001L;
    static final long THERE_MAC = 0x0200_0000_0002L;
    static final long GUEST_MAC = 0x0200_0000_0003L;
    static final int HERE = 0xac1f_0001;
    static final int THERE = 0xac1f_0002;
    static final int GUEST = 0x7800_0004;
    static final int FAR_GUEST = 0x7800_0003;
    static final int LABEL = 20;

    private static final int VRF = 1;
    private static final int TUNNEL = 1;
    private static final int RECEIVE = 2;
    private static final int TO_GUEST = 3;
    private static final int GUEST_VIF = Vif.FIRST_GUEST_INDEX;
    private static final int LCORE = 10;
    private static final int RING = 256;
    private static final int MTU_BYTES = 1514;

    final PacketPool pool = PacketPool.create(new PacketPool.Sizes(2048, 4), false);
    final PoolCache peerCache;
    final MemoryPort guest;
    final MemoryPort fabric;
    final Lcore lcore;
    private final CounterFile counters;
    private final List<MemoryPort.Pair> cables;

    BenchNode() {
        final Epoch epoch = new Epoch();
        final Tables tables = new Tables(new Tables.Limits(16, 8, 64, 1024), epoch);
        final CounterMemory memory = CounterMemory.anonymous(List.of(LCORE), 16, PLAN.nodeNames());
        counters = memory.reader();
        final PoolCache cache = pool.newCache(0);
        peerCache = pool.newCache(1);
        final WalkRecorder recorder = new WalkRecorder(LCORE);
        final Graph graph = Graph.build(PLAN, tables, memory.lcore(0), cache, recorder, 42);
        lcore = new Lcore(LCORE, graph, cache, memory.lcore(0), recorder, epoch.join());
        fill(tables);
        final MemoryPort.Pair guestCable = cable(GUEST_VIF, "guest");
        final MemoryPort.Pair fabricCable = cable(Vif.FABRIC_INDEX, "fabric");
        cables = List.of(guestCable, fabricCable);
        guest = guestCable.right();
        fabric = fabricCable.right();
    }

    /** Nanoseconds per packet of each node, as the graph itself timed one burst in many; slower than untimed ones. */
    String nodeTable() {
        final StringBuilder table = new StringBuilder("node               packets/burst   ns/packet\n");
        final List<String> names = PLAN.nodeNames();
        for (int node = 0; node < names.size(); node++) {
            final long timed = counters.node(0, node, NodeCounter.TIMED_PACKETS);
            if (timed > 0) {
                table.append(String.format(
                        "%-18s %13.1f %11.2f%n",
                        names.get(node),
                        (double) counters.node(0, node, NodeCounter.PACKETS)
                                / counters.node(0, node, NodeCounter.CALLS),
                        (double) counters.node(0, node, NodeCounter.TIMED_NS) / timed));
            }
        }
        return table.toString();
    }

    /** Packets dropped so far: a benchmark that drops measures something else. */
    long dropCount() {
        long drops = 0;
        for (final DropReason reason : DropReason.values()) {
            drops += counters.drop(0, reason);
        }
        return drops;
    }

    @Override
    public void close() {
        cables.forEach(MemoryPort.Pair::close);
        pool.close();
    }

    private MemoryPort.Pair cable(final int vif, final String name) {
        final MemoryPort.Pair cable = MemoryPort.pair(pool, name, name + "-peer", 1, RING);
        lcore.addTransmit(vif, cable.left().txQueue(0));
        lcore.addQueue(vif, cable.left().rxQueue(0));
        return cable;
    }

    private static void fill(final Tables tables) {
        vif(tables, Vif.FABRIC_INDEX, Vif.TYPE_PHYSICAL, 0, HERE_MAC, 0);
        vif(tables, Vif.HOST_INDEX, Vif.TYPE_HOST, 0, HERE_MAC, HERE);
        vif(tables, GUEST_VIF, Vif.TYPE_VIRTUAL, VRF, GUEST_MAC, GUEST);
        tables.putNexthop(nexthop(
                TUNNEL, Nexthop.TYPE_TUNNEL, Nexthop.FLAG_TUNNEL_UDP_MPLS, 0, Vif.FABRIC_INDEX, THERE_MAC, HERE_MAC));
        tables.putNexthop(nexthop(RECEIVE, Nexthop.TYPE_RECEIVE, 0, 0, Vif.HOST_INDEX, 0, 0));
        tables.putNexthop(nexthop(TO_GUEST, Nexthop.TYPE_ENCAP, 0, VRF, GUEST_VIF, GUEST_MAC, Vif.ROUTER_MAC));
        tables.putLabel(LABEL, TO_GUEST);
        final int flags = Route.FLAG_LABEL_VALID | Route.FLAG_ARP_PROXY;
        tables.putRoute(0, new Route(HERE, 32, RECEIVE, 0, 0));
        tables.putRoute(VRF, new Route(GUEST, 32, TO_GUEST, LABEL, flags));
        tables.putRoute(VRF, new Route(FAR_GUEST, 32, TUNNEL, LABEL, flags));
    }

    private static void vif(
            final Tables tables, final int index, final int type, final int vrf, final long mac, final int ip) {
        final int crossConnect = type == Vif.TYPE_HOST ? Vif.FABRIC_INDEX : Vif.NONE;
        tables.putVif(new Vif(
                index, type, Vif.TRANSPORT_ETH, "v" + index, vrf, 65535, 0, mac, ip, MTU_BYTES, 0, -1, crossConnect));
    }

    private static Nexthop nexthop(
            final int id,
            final int type,
            final int flags,
            final int vrf,
            final int vif,
            final long destinationMac,
            final long sourceMac) {
        final byte[] rewrite = ByteBuffer.allocate(14)
                .putShort((short) (destinationMac >>> 32))
                .putInt((int) destinationMac)
                .putShort((short) (sourceMac >>> 32))
                .putInt((int) sourceMac)
                .putShort((short) 0x0800)
                .array();
        return new Nexthop(id, type, 2, Nexthop.FLAG_VALID | flags, vrf, vif, HERE, THERE, rewrite);
    }
}
