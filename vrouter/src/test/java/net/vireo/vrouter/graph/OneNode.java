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
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;

import java.util.List;
import net.vireo.port.pool.PacketPool;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopDetails;
import net.vireo.vrouter.table.Vif;

/** A {@link TestNode} with a fabric, a host and two red guests, ready to be sent to. */
final class OneNode implements AutoCloseable {
    /** 120.0.0.5 on the same node. */
    static final int NEIGHBOUR = 0x78000005;

    static final long NEIGHBOUR_MAC = 0x020000000305L;
    static final int LABEL_HERE = 16;
    static final int LABEL_THERE = 18;

    final TestNode node;
    final Peer fabric;
    final Peer host;
    final Peer guest;
    final Peer neighbour;

    OneNode() {
        this(PacketPool.create(new PacketPool.Sizes(1024, 4), false));
    }

    OneNode(final PacketPool pool) {
        node = new TestNode(pool);
        fabric = node.attach(TestNode.vif(Vif.FABRIC_INDEX, Vif.TYPE_PHYSICAL, 0, FABRIC_MAC, 0));
        host = node.attach(TestNode.vif(Vif.HOST_INDEX, Vif.TYPE_HOST, 0, FABRIC_MAC, LOCAL));
        guest = node.attach(TestNode.vif(TestNode.RED_VIF, Vif.TYPE_VIRTUAL, TestNode.RED, GUEST_MAC, GUEST));
        neighbour = node.attach(
                TestNode.vif(TestNode.RED_NEIGHBOUR_VIF, Vif.TYPE_VIRTUAL, TestNode.RED, NEIGHBOUR_MAC, NEIGHBOUR));
        node.receive(TestNode.RECEIVE_NEXTHOP);
        node.route(0, LOCAL, 32, TestNode.RECEIVE_NEXTHOP, 0);
        node.tunnel(TestNode.TUNNEL_NEXTHOP, LOCAL, REMOTE, ethernet(REMOTE_MAC, FABRIC_MAC, 0x0800, new byte[0]));
        node.encap(
                TestNode.RED_VIF, TestNode.RED_VIF, TestNode.RED, ethernet(GUEST_MAC, ROUTER_MAC, 0x0800, new byte[0]));
        node.encap(
                TestNode.RED_NEIGHBOUR_VIF,
                TestNode.RED_NEIGHBOUR_VIF,
                TestNode.RED,
                ethernet(NEIGHBOUR_MAC, ROUTER_MAC, 0x0800, new byte[0]));
        node.tables.putLabel(LABEL_HERE, TestNode.RED_VIF);
        node.route(TestNode.RED, GUEST, 32, TestNode.RED_VIF, LABEL_HERE);
        node.route(TestNode.RED, NEIGHBOUR, 32, TestNode.RED_NEIGHBOUR_VIF, 0);
        node.route(TestNode.RED, FAR_GUEST, 32, TestNode.TUNNEL_NEXTHOP, LABEL_THERE);
    }

    /** A frame of the guest's, in IPv4 with this payload. */
    static byte[] fromGuest(final int destination, final int ttl, final int protocol, final byte[] payload) {
        return ethernet(ROUTER_MAC, GUEST_MAC, 0x0800, ipv4(0, 0, ttl, protocol, GUEST, destination, payload));
    }

    static byte[] fromGuest(final byte[] ipv4) {
        return ethernet(ROUTER_MAC, GUEST_MAC, 0x0800, ipv4);
    }

    /** What a far guest sends to the guest, as it leaves that guest's router. */
    static byte[] inner(final int tos, final int protocol, final byte[] payload) {
        return ipv4(tos, 0, 63, protocol, FAR_GUEST, GUEST, payload);
    }

    /** {@link #inner} in a tunnel to this node. */
    static byte[] tunnelled(final byte[] inner) {
        return Frames.mplsOverUdp(0, REMOTE, LOCAL, Frames.entry(LABEL_HERE, true, 63), inner);
    }

    static byte[] payload() {
        return udp(1000, 2000, new byte[] {1, 2, 3, 4, 5});
    }

    /** Lets the red network flood to a vif. */
    void floodTo(final int vif) {
        node.tables.putNexthop(
                new Nexthop(50, Nexthop.TYPE_ENCAP, Nexthop.FAMILY_BRIDGE, 1, TestNode.RED, vif, 0, 0, new byte[14]));
        node.tables.putNexthop(Nexthop.composite(
                51,
                Nexthop.FAMILY_BRIDGE,
                Nexthop.FLAG_VALID | Nexthop.FLAG_MULTICAST | Nexthop.FLAG_COMPOSITE_ENCAP,
                TestNode.RED,
                NexthopDetails.members(new int[] {50}, new int[] {0})));
        node.tables.putBridge(BridgeKey.of(Frames.BROADCAST, TestNode.RED), BridgeValue.of(51, 0, 0));
    }

    /** Sends from the guest and answers what the fabric got. */
    List<byte[]> guestToFabric(final byte[] frame) {
        guest.send(frame);
        node.settle();
        return fabric.receive();
    }

    /** Sends from the fabric and answers what the guest got. */
    List<byte[]> fabricToGuest(final byte[] frame) {
        fabric.send(frame);
        node.settle();
        return guest.receive();
    }

    @Override
    public void close() {
        node.close();
    }
}
