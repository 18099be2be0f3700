// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.FABRIC_MAC;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.REMOTE_MAC;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;

import java.util.List;
import java.util.Map;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopDetails;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;

/**
 * A {@link TestNode} with a network that is bridged and routed, IPv4 and IPv6: guests A, B and C here, and far guests
 * behind a node that is reached by MPLS over UDP, one by GRE, one by VXLAN. The agent has a memory port.
 */
final class BridgedNode implements AutoCloseable {
    static final int VRF = 1;
    static final int A = 3;
    static final int B = 4;
    static final int C = 5;

    static final long A_MAC = 0x020000000304L;
    static final long B_MAC = 0x020000000305L;
    static final long C_MAC = 0x020000000306L;

    /** 120.0.0.4 to 120.0.0.6; the same last byte in 2001:db8::/64. */
    static final int A_IP = 0x78000004;

    static final int B_IP = 0x78000005;
    static final int C_IP = 0x78000006;

    /** Nodes of the fabric: 10.0.0.2 to 10.0.0.4. */
    static final int BY_UDP = 0x0a000002;

    static final int BY_GRE = 0x0a000003;
    static final int BY_VXLAN = 0x0a000004;

    /** Guests behind them: 120.0.1.2 to 120.0.1.4, 2001:db8::102 to ::104. */
    static final int FAR_UDP = 0x78000102;

    static final int FAR_GRE = 0x78000103;
    static final int FAR_VXLAN = 0x78000104;
    static final long FAR_UDP_MAC = 0x020000000102L;
    static final long FAR_GRE_MAC = 0x020000000103L;
    static final long FAR_VXLAN_MAC = 0x020000000104L;

    static final int UDP = 24;
    static final int GRE = 25;
    static final int VXLAN = 26;
    static final int TO_A = 30;
    static final int TO_B = 31;
    static final int TO_C = 32;
    static final int A_ROUTED = 33;
    static final int B_ROUTED = 34;
    static final int ROUTER = 35;
    static final int BRIDGE = 36;
    static final int LOCAL_GROUP = 40;
    static final int REMOTE_GROUP = 41;
    static final int FLOOD = 42;

    static final int LABEL_UDP = 0x102;
    static final int LABEL_GRE = 0x103;
    static final int VNI = 77;

    /** Labels of this node: to A as a packet, to A as a frame, to the bridge. */
    static final int LABEL_PACKET = 16;

    static final int LABEL_FRAME = 17;
    static final int LABEL_BRIDGE = 18;

    final TestNode node;
    final Peer fabric;
    final Peer host;
    final Peer agent;
    final Peer a;
    final Peer b;
    final Peer c;

    BridgedNode() {
        this(GraphPlan.STANDARD);
    }

    BridgedNode(final GraphPlan plan) {
        node = new TestNode(plan);
        fabric = node.attach(TestNode.vif(Vif.FABRIC_INDEX, Vif.TYPE_PHYSICAL, 0, FABRIC_MAC, 0));
        host = node.attach(TestNode.vif(Vif.HOST_INDEX, Vif.TYPE_HOST, 0, FABRIC_MAC, LOCAL));
        agent = node.attach(TestNode.vif(Vif.AGENT_INDEX, Vif.TYPE_AGENT, Vif.NO_VRF, ROUTER_MAC, 0));
        a = node.attach(TestNode.vif(A, Vif.TYPE_VIRTUAL, VRF, A_MAC, 0));
        b = node.attach(TestNode.vif(B, Vif.TYPE_VIRTUAL, VRF, B_MAC, 0));
        c = node.attach(TestNode.vif(C, Vif.TYPE_VIRTUAL, VRF, C_MAC, 0));
        node.receive(TestNode.RECEIVE_NEXTHOP);
        node.route(0, LOCAL, 32, TestNode.RECEIVE_NEXTHOP, 0);
        tunnel(UDP, Nexthop.FLAG_TUNNEL_UDP_MPLS, BY_UDP);
        tunnel(GRE, Nexthop.FLAG_TUNNEL_GRE, BY_GRE);
        tunnel(VXLAN, Nexthop.FLAG_TUNNEL_VXLAN, BY_VXLAN);
        encap(TO_A, Nexthop.FAMILY_BRIDGE, 0, A, A_MAC);
        encap(TO_B, Nexthop.FAMILY_BRIDGE, 0, B, B_MAC);
        encap(TO_C, Nexthop.FAMILY_BRIDGE, 0, C, C_MAC);
        encap(A_ROUTED, Nexthop.FAMILY_INET, 0, A, A_MAC);
        encap(B_ROUTED, Nexthop.FAMILY_INET, 0, B, B_MAC);
        // Told without a VRF, as Contrail tells it: the packet stays in its own.
        other(ROUTER, Nexthop.TYPE_L2_RECEIVE, 0);
        other(BRIDGE, Nexthop.TYPE_VRF_TRANSLATE, VRF);
        group(LOCAL_GROUP, Nexthop.FLAG_COMPOSITE_ENCAP, new int[] {TO_A, TO_B, TO_C}, 0, 0, 0);
        group(REMOTE_GROUP, Nexthop.FLAG_COMPOSITE_EVPN, new int[] {UDP, GRE, VXLAN}, LABEL_UDP, LABEL_GRE, VNI);
        group(FLOOD, 0, new int[] {LOCAL_GROUP, REMOTE_GROUP}, 0, 0);
        addresses();
        node.tables.putLabel(LABEL_PACKET, A_ROUTED);
        node.tables.putLabel(LABEL_FRAME, TO_A);
        node.tables.putLabel(LABEL_BRIDGE, BRIDGE);
        node.tables.putVxlan(VNI, BRIDGE);
    }

    private void addresses() {
        bridge(A_MAC, TO_A, -1);
        bridge(B_MAC, TO_B, -1);
        bridge(C_MAC, TO_C, -1);
        bridge(FAR_UDP_MAC, UDP, LABEL_UDP);
        bridge(FAR_GRE_MAC, GRE, LABEL_GRE);
        bridge(FAR_VXLAN_MAC, VXLAN, VNI);
        bridge(ROUTER_MAC, ROUTER, -1);
        bridge(BROADCAST, FLOOD, VNI);
        route(A_IP, A_ROUTED, -1, 0, A_MAC);
        route(B_IP, B_ROUTED, -1, 0, B_MAC);
        route(FAR_UDP, UDP, LABEL_UDP, 0, FAR_UDP_MAC);
        route(FAR_GRE, GRE, LABEL_GRE, 0, FAR_GRE_MAC);
        route(FAR_VXLAN, VXLAN, VNI, 0, FAR_VXLAN_MAC);
    }

    /** A host route of both families; far addresses end in 1xx in IPv6. */
    void route(final int address, final int nexthop, final int label, final int flags, final long stitchedMac) {
        final int all = flags | (label < 0 ? 0 : Route.FLAG_LABEL_VALID);
        node.tables.putRoute(VRF, new Route(address, 32, nexthop, Math.max(0, label), all, stitchedMac));
        node.tables.putRoute6(
                VRF, new Route(Overlay.PREFIX, six(address), 128, nexthop, Math.max(0, label), all, stitchedMac));
    }

    /** The second half of the IPv6 address of the guest with this IPv4 address. */
    static long six(final int address) {
        return address & 0xfff;
    }

    void bridge(final long mac, final int nexthop, final int label) {
        bridge(mac, nexthop, label, 0);
    }

    void bridge(final long mac, final int nexthop, final int label, final int flags) {
        node.tables.putBridge(
                BridgeKey.of(mac, VRF),
                BridgeValue.of(nexthop, Math.max(0, label), flags | (label < 0 ? 0 : BridgeValue.FLAG_LABEL_VALID)));
    }

    void tunnel(final int id, final int kind, final int destination) {
        tunnel(id, kind, destination, NexthopDetails.NONE);
    }

    void tunnel(final int id, final int kind, final int destination, final NexthopDetails details) {
        node.tables.putNexthop(new Nexthop(
                id,
                Nexthop.TYPE_TUNNEL,
                Nexthop.FAMILY_INET,
                Nexthop.FLAG_VALID | kind,
                0,
                Vif.FABRIC_INDEX,
                LOCAL,
                destination,
                ethernet(REMOTE_MAC, FABRIC_MAC, 0x0800, new byte[0]),
                details));
    }

    void encap(final int id, final int family, final int flags, final int vif, final long mac) {
        node.tables.putNexthop(new Nexthop(
                id,
                Nexthop.TYPE_ENCAP,
                family,
                Nexthop.FLAG_VALID | flags,
                VRF,
                vif,
                0,
                0,
                ethernet(mac, ROUTER_MAC, 0x0800, new byte[0])));
    }

    void other(final int id, final int type, final int vrf) {
        node.tables.putNexthop(new Nexthop(
                id, type, Nexthop.FAMILY_BRIDGE, Nexthop.FLAG_VALID, vrf, Nexthop.NO_VIF, 0, 0, new byte[0]));
    }

    void group(final int id, final int kind, final int[] members, final int... labels) {
        node.tables.putNexthop(Nexthop.composite(
                id,
                Nexthop.FAMILY_BRIDGE,
                Nexthop.FLAG_VALID | Nexthop.FLAG_MULTICAST | kind,
                VRF,
                NexthopDetails.members(members, labels)));
    }

    void ecmp(final int id, final int flags, final int fields, final int[] members, final int... labels) {
        node.tables.putNexthop(Nexthop.composite(
                id,
                Nexthop.FAMILY_INET,
                Nexthop.FLAG_VALID | Nexthop.FLAG_COMPOSITE_ECMP | flags,
                VRF,
                new NexthopDetails(members, labels, fields, 0, NexthopDetails.NO_LABEL)));
    }

    /** Gives a vif other flags; its device stays. */
    void flags(final int index, final int flags) {
        change(index, flags, node.tables.vif(index).features());
    }

    void features(final int index, final int flags, final VifFeatures features) {
        change(index, flags, features);
    }

    private void change(final int index, final int flags, final VifFeatures features) {
        final Vif vif = node.tables.vif(index);
        node.tables.putVif(new Vif(
                index,
                vif.type(),
                vif.transport(),
                vif.name(),
                vif.vrf(),
                vif.mcastVrf(),
                flags,
                vif.mac(),
                vif.ip(),
                vif.mtu(),
                vif.nexthopId(),
                vif.osIndex(),
                vif.crossConnect(),
                features));
    }

    /** What a port gets after another has sent. */
    List<byte[]> pass(final Peer from, final byte[] frame, final Peer to) {
        from.send(frame);
        node.settle();
        return to.receive();
    }

    long vrf(final VrfCounter counter) {
        return node.counters.vrf(VRF, counter);
    }

    Map<DropReason, Long> drops() {
        return node.drops();
    }

    @Override
    public void close() {
        try {
            if (!node.ledger().broken().isEmpty()) {
                throw new AssertionError("the ledger: " + node.ledger().broken());
            }
            if (node.pool.refusedFreeCount() != 0) {
                throw new AssertionError("a buffer was freed twice");
            }
        } finally {
            node.close();
        }
    }
}
