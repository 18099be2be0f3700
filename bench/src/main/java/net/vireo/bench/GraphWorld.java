// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.nio.ByteBuffer;
import java.util.List;
import net.vireo.port.MemoryPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.LcoreCounters;
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
    static final int LABEL = 20;
    static final int BURST = 32;

    private static final int VRF = 1;
    private static final int TUNNEL = 1;
    private static final int RECEIVE = 2;
    private static final int RING = 1024;
    private static final int OTHER_ROUTES = 256;

    final PacketPool pool = PacketPool.create(new PacketPool.Sizes(4096, 0), false);
    final PoolCache peerCache = pool.newCache(1);
    final CounterFile counters;
    final Lcore lcore;
    private final Tables tables;
    private final MemoryPort.Pair guest = MemoryPort.pair(pool, "guest", "guest-peer", 1, RING);
    private final MemoryPort.Pair fabric = MemoryPort.pair(pool, "fabric", "fabric-peer", 1, RING);
    final TxQueue guestSends = guest.right().txQueue(0);
    final RxQueue guestReceives = guest.right().rxQueue(0);
    final TxQueue fabricSends = fabric.right().txQueue(0);
    final RxQueue fabricReceives = fabric.right().rxQueue(0);

    GraphWorld() {
        final GraphPlan plan = GraphPlan.STANDARD;
        final Epoch epoch = new Epoch();
        tables = new Tables(Tables.Limits.DEFAULT, epoch);
        final CounterMemory memory = CounterMemory.anonymous(
                List.of(Lcore.FIRST_NUMBER), tables.limits().vifs(), plan.nodeNames());
        counters = memory.reader();
        final LcoreCounters own = memory.lcore(0);
        final PoolCache cache = pool.newCache(0);
        final WalkRecorder recorder = new WalkRecorder(Lcore.FIRST_NUMBER);
        final Graph graph = Graph.alone(plan, tables, own, cache, recorder, 42);
        lcore = new Lcore(Lcore.FIRST_NUMBER, graph, cache, own, recorder, epoch.join());
        fillTables();
        attach(FABRIC, fabric.left());
        attach(GUEST, guest.left());
    }

    private void attach(final int vif, final MemoryPort port) {
        lcore.addTransmit(vif, port.txQueue(0));
        lcore.addQueue(vif, port.rxQueue(0));
    }

    private void fillTables() {
        vif(FABRIC, Vif.TYPE_PHYSICAL, 0, FABRIC_MAC, 0);
        vif(Vif.HOST_INDEX, Vif.TYPE_HOST, 0, FABRIC_MAC, FABRIC_ADDRESS);
        vif(GUEST, Vif.TYPE_VIRTUAL, VRF, GUEST_MAC, GUEST_ADDRESS);
        tables.putNexthop(new Nexthop(
                TUNNEL,
                Nexthop.TYPE_TUNNEL,
                2,
                Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_UDP_MPLS,
                0,
                FABRIC,
                FABRIC_ADDRESS,
                REMOTE_ADDRESS,
                header(REMOTE_MAC, FABRIC_MAC)));
        tables.putNexthop(new Nexthop(
                RECEIVE, Nexthop.TYPE_RECEIVE, 2, Nexthop.FLAG_VALID, 0, Vif.HOST_INDEX, 0, 0, new byte[0]));
        tables.putNexthop(new Nexthop(
                GUEST, Nexthop.TYPE_ENCAP, 2, Nexthop.FLAG_VALID, VRF, GUEST, 0, 0, header(GUEST_MAC, Vif.ROUTER_MAC)));
        tables.putLabel(LABEL, GUEST);
        route(0, FABRIC_ADDRESS, RECEIVE);
        route(VRF, GUEST_ADDRESS, GUEST);
        for (int i = 0; i < OTHER_ROUTES; i++) {
            route(VRF, FAR_GUEST_ADDRESS + i, TUNNEL);
        }
    }

    private void vif(final int index, final int type, final int vrf, final long mac, final int ip) {
        final int crossConnect = type == Vif.TYPE_HOST ? FABRIC : Vif.NONE;
        tables.putVif(
                new Vif(index, type, Vif.TRANSPORT_ETH, "vif" + index, vrf, 0, 0, mac, ip, 1514, 0, -1, crossConnect));
    }

    private void route(final int vrf, final int address, final int nexthop) {
        tables.putRoute(vrf, new Route(address, 32, nexthop, LABEL, Route.FLAG_LABEL_VALID));
    }

    static byte[] header(final long destination, final long source) {
        return ByteBuffer.allocate(14)
                .putShort((short) (destination >>> 32))
                .putInt((int) destination)
                .putShort((short) (source >>> 32))
                .putInt((int) source)
                .putShort((short) 0x0800)
                .array();
    }
}
