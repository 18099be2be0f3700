// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FABRIC_MAC;
import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST_MAC;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.REMOTE;
import static net.vireo.vrouter.graph.Frames.REMOTE_MAC;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;

import net.vireo.port.MemoryPort;
import net.vireo.port.pool.PacketPool;
import net.vireo.vrouter.table.Vif;

/**
 * The deck's lab in one process: two data planes on one cable; on each a red and a blue guest, with the same addresses
 * in both networks. Labels: 16 red here, 17 blue here, 18 red there, 19 blue there.
 */
final class TwoNodes implements AutoCloseable {
    static final int RED_HERE = 16;
    static final int BLUE_HERE = 17;
    static final int RED_THERE = 18;
    static final int BLUE_THERE = 19;
    static final long FAR_MAC = 0x020000000303L;

    final PacketPool pool = PacketPool.create(new PacketPool.Sizes(2048, 4), false);
    final TestNode here = new TestNode(pool);
    final TestNode there = new TestNode(pool);
    final Peer redHere;
    final Peer blueHere;
    final Peer redThere;
    final Peer blueThere;
    private final MemoryPort.Pair cable = MemoryPort.pair(pool, "here", "there", 1, TestNode.RING);

    TwoNodes() {
        fabric(here, cable.left(), FABRIC_MAC, LOCAL, REMOTE_MAC, REMOTE);
        fabric(there, cable.right(), REMOTE_MAC, REMOTE, FABRIC_MAC, LOCAL);
        redHere = guest(here, TestNode.RED_VIF, TestNode.RED, GUEST_MAC, GUEST, RED_HERE);
        blueHere = guest(here, TestNode.BLUE_VIF, TestNode.BLUE, GUEST_MAC, GUEST, BLUE_HERE);
        redThere = guest(there, TestNode.RED_VIF, TestNode.RED, FAR_MAC, FAR_GUEST, RED_THERE);
        blueThere = guest(there, TestNode.BLUE_VIF, TestNode.BLUE, FAR_MAC, FAR_GUEST, BLUE_THERE);
        here.route(TestNode.RED, FAR_GUEST, 32, TestNode.TUNNEL_NEXTHOP, RED_THERE);
        here.route(TestNode.BLUE, FAR_GUEST, 32, TestNode.TUNNEL_NEXTHOP, BLUE_THERE);
        there.route(TestNode.RED, GUEST, 32, TestNode.TUNNEL_NEXTHOP, RED_HERE);
        there.route(TestNode.BLUE, GUEST, 32, TestNode.TUNNEL_NEXTHOP, BLUE_HERE);
    }

    private static void fabric(
            final TestNode node,
            final MemoryPort port,
            final long mac,
            final int address,
            final long farMac,
            final int farAddress) {
        node.attach(TestNode.vif(Vif.FABRIC_INDEX, Vif.TYPE_PHYSICAL, 0, mac, 0), port);
        node.attach(TestNode.vif(Vif.HOST_INDEX, Vif.TYPE_HOST, 0, mac, address));
        node.receive(TestNode.RECEIVE_NEXTHOP);
        node.route(0, address, 32, TestNode.RECEIVE_NEXTHOP, 0);
        node.tunnel(TestNode.TUNNEL_NEXTHOP, address, farAddress, ethernet(farMac, mac, 0x0800, new byte[0]));
    }

    private static Peer guest(
            final TestNode node, final int index, final int vrf, final long mac, final int address, final int label) {
        final Peer guest = node.attach(TestNode.vif(index, Vif.TYPE_VIRTUAL, vrf, mac, address));
        node.encap(index, index, vrf, ethernet(mac, ROUTER_MAC, 0x0800, new byte[0]));
        node.tables.putLabel(label, index);
        node.route(vrf, address, 32, index, label);
        return guest;
    }

    /** Turns both nodes until nothing moves. */
    void settle() {
        int work;
        do {
            work = here.lcore.cycle() + there.lcore.cycle();
        } while (work > 0);
    }

    @Override
    public void close() {
        cable.close();
        here.close();
        there.close();
    }
}
