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
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeValue;
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
    static final long FAR_GUEST_MAC = 0x0200_0000_0004L;
    static final int LABEL = 20;
    static final int VNI = 21;
    static final int BURST = 32;

    static final int VRF = 1;
    static final int TUNNEL = 1;

    private static final int RECEIVE = 2;
    private static final int TO_BRIDGE = 4;
    private static final int BRIDGED_GUEST = 5;
    private static final int RING = 1024;
    private static final int DROPS_KEPT = 16;
    private static final int OTHER_ROUTES = 256;

    final PacketPool pool = PacketPool.create(new PacketPool.Sizes(4096, 0), false);
    final PoolCache peerCache = pool.newCache(1);
    final CounterFile counters;
    final Lcore lcore;
    private final Scene scene;
    private final Tables tables;
    private final MemoryPort.Pair guest = MemoryPort.pair(pool, "guest", "guest-peer", 1, RING);
    private final MemoryPort.Pair fabric = MemoryPort.pair(pool, "fabric", "fabric-peer", 1, RING);
    final TxQueue guestSends = guest.right().txQueue(0);
    final RxQueue guestReceives = guest.right().rxQueue(0);
    final TxQueue fabricSends = fabric.right().txQueue(0);
    final RxQueue fabricReceives = fabric.right().rxQueue(0);

    GraphWorld(final Scene scene) {
        this.scene = scene;
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
                flows(),
                DropLog.anonymous(List.of(Lcore.FIRST_NUMBER), DROPS_KEPT).lcore(0));
        lcore = new Lcore(Lcore.FIRST_NUMBER, graph, cache, own, recorder, epoch.join());
        fillTables();
        attach(FABRIC, fabric.left());
        attach(GUEST, guest.left());
    }

    private FlowContext flows() {
        final FlowTable table = FlowFill.filled(scene);
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

    private void fillTables() {
        vif(FABRIC, Vif.TYPE_PHYSICAL, 0, FABRIC_MAC, 0);
        vif(Vif.HOST_INDEX, Vif.TYPE_HOST, 0, FABRIC_MAC, FABRIC_ADDRESS);
        vif(GUEST, Vif.TYPE_VIRTUAL, VRF, GUEST_MAC, GUEST_ADDRESS);
        tunnel();
        tables.putNexthop(new Nexthop(
                RECEIVE, Nexthop.TYPE_RECEIVE, 2, Nexthop.FLAG_VALID, 0, Vif.HOST_INDEX, 0, 0, new byte[0]));
        encap(GUEST, Nexthop.FAMILY_INET);
        encap(BRIDGED_GUEST, Nexthop.FAMILY_BRIDGE);
        tables.putNexthop(new Nexthop(
                TO_BRIDGE,
                Nexthop.TYPE_VRF_TRANSLATE,
                Nexthop.FAMILY_BRIDGE,
                Nexthop.FLAG_VALID,
                VRF,
                Nexthop.NO_VIF,
                0,
                0,
                new byte[0]));
        tables.putLabel(LABEL, GUEST);
        tables.putVxlan(VNI, TO_BRIDGE);
        tables.putBridge(BridgeKey.of(GUEST_MAC, VRF), BridgeValue.of(BRIDGED_GUEST, 0, 0));
        tables.putBridge(BridgeKey.of(FAR_GUEST_MAC, VRF), BridgeValue.of(TUNNEL, VNI, BridgeValue.FLAG_LABEL_VALID));
        route(0, FABRIC_ADDRESS, RECEIVE);
        route(VRF, GUEST_ADDRESS, GUEST);
        for (int i = 0; i < OTHER_ROUTES; i++) {
            route(VRF, FAR_GUEST_ADDRESS + i, TUNNEL);
        }
    }

    private void tunnel() {
        final int kind =
                switch (scene.encap()) {
                    case UDP -> Nexthop.FLAG_TUNNEL_UDP_MPLS;
                    case GRE -> Nexthop.FLAG_TUNNEL_GRE;
                    case VXLAN -> Nexthop.FLAG_TUNNEL_VXLAN;
                };
        tables.putNexthop(new Nexthop(
                TUNNEL,
                Nexthop.TYPE_TUNNEL,
                Nexthop.FAMILY_INET,
                Nexthop.FLAG_VALID | kind,
                0,
                FABRIC,
                FABRIC_ADDRESS,
                REMOTE_ADDRESS,
                header(REMOTE_MAC, FABRIC_MAC)));
    }

    /** To the guest, with its policy in flow mode. */
    private void encap(final int id, final int family) {
        final int policy = scene.flowMode() ? Nexthop.FLAG_POLICY : 0;
        tables.putNexthop(new Nexthop(
                id,
                Nexthop.TYPE_ENCAP,
                family,
                Nexthop.FLAG_VALID | policy,
                VRF,
                GUEST,
                0,
                0,
                header(GUEST_MAC, family == Nexthop.FAMILY_BRIDGE ? FAR_GUEST_MAC : Vif.ROUTER_MAC)));
    }

    private void vif(final int index, final int type, final int vrf, final long mac, final int ip) {
        final int crossConnect = type == Vif.TYPE_HOST ? FABRIC : Vif.NONE;
        final boolean guest = type == Vif.TYPE_VIRTUAL;
        tables.putVif(new Vif(
                index,
                type,
                Vif.TRANSPORT_ETH,
                "vif" + index,
                vrf,
                0,
                guest && scene.flowMode() ? Vif.FLAG_POLICY : 0,
                mac,
                ip,
                1514,
                guest ? GUEST : 0,
                -1,
                crossConnect));
    }

    private void route(final int vrf, final int address, final int nexthop) {
        tables.putRoute(vrf, new Route(address, 32, nexthop, LABEL, Route.FLAG_LABEL_VALID));
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
