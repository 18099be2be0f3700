// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_GRE;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.BY_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.B_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_GRE;
import static net.vireo.vrouter.graph.BridgedNode.FAR_GRE_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FLOOD;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_BRIDGE;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_FRAME;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_PACKET;
import static net.vireo.vrouter.graph.BridgedNode.LOCAL_GROUP;
import static net.vireo.vrouter.graph.BridgedNode.REMOTE_GROUP;
import static net.vireo.vrouter.graph.BridgedNode.VNI;
import static net.vireo.vrouter.graph.BridgedNode.VRF;
import static net.vireo.vrouter.graph.BridgedNode.six;
import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.arp;
import static net.vireo.vrouter.graph.Frames.entry;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.syn;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.advertisement;
import static net.vireo.vrouter.graph.Overlay.ints;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.join;
import static net.vireo.vrouter.graph.Overlay.mplsOverGre;
import static net.vireo.vrouter.graph.Overlay.mplsOverUdp;
import static net.vireo.vrouter.graph.Overlay.outer;
import static net.vireo.vrouter.graph.Overlay.solicitation;
import static net.vireo.vrouter.graph.Overlay.tagged;
import static net.vireo.vrouter.graph.Overlay.treeBlock;
import static net.vireo.vrouter.graph.Overlay.vxlan;

import java.util.List;
import net.vireo.vrouter.table.ForwardingClass;
import net.vireo.vrouter.table.Mirror;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.QosMap;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;

/** One frame for every way through the graph of a bridged and routed network, and the tables that open those ways. */
final class Corpus {
    private static final int SUB = 8;
    private static final int TREE = 54;
    private static final int TREE_GROUP = 55;
    private static final int TREE_LABEL = 1030;
    private static final int BY_TREE = 0x0a000005;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final byte[] PAYLOAD = udp(1000, 2000, new byte[20]);

    private Corpus() {}

    /** A mirror on B, a QoS map and a sub-interface on A, an ECMP route, one to the agent, one through VRF 2, a tree. */
    static void prepare(final BridgedNode lab) {
        lab.node.tables.putMirror(new Mirror(1, BridgedNode.VXLAN, Mirror.FLAG_DYNAMIC, 9, 0));
        lab.node.tables.qosMaps().put(1, new QosMap(1, new byte[QosMap.ROWS]));
        lab.node.tables.forwardingClasses().put(0, new ForwardingClass(0, 10, 1, 2, 0));
        lab.features(BridgedNode.A, Vif.FLAG_DHCP, features(Vif.NONE, -1, -1, 1));
        lab.features(
                BridgedNode.B, Vif.FLAG_MIRROR_RX | Vif.FLAG_MIRROR_TX, features(Vif.NONE, -1, 1, VifFeatures.NO_QOS));
        lab.node.tables.putVif(new Vif(
                SUB,
                Vif.TYPE_VIRTUAL_VLAN,
                0,
                "sub",
                VRF,
                65535,
                0,
                0,
                0,
                1514,
                0,
                -1,
                Vif.NONE,
                features(BridgedNode.A, 100, -1, VifFeatures.NO_QOS)));
        lab.encap(50, Nexthop.FAMILY_BRIDGE, 0, SUB, 0x801);
        lab.encap(51, Nexthop.FAMILY_INET, 0, Vif.AGENT_INDEX, ROUTER_MAC);
        lab.other(52, Nexthop.TYPE_VRF_TRANSLATE, 2);
        lab.ecmp(53, 0, 0, new int[] {BridgedNode.UDP, Nexthop.NO_MEMBER, BridgedNode.GRE}, 1, 2, 3);
        lab.tunnel(TREE, Nexthop.FLAG_TUNNEL_UDP_MPLS, BY_TREE);
        lab.group(TREE_GROUP, Nexthop.FLAG_COMPOSITE_FABRIC, new int[] {TREE, BridgedNode.GRE}, 2001, 2002);
        lab.group(FLOOD, 0, new int[] {LOCAL_GROUP, REMOTE_GROUP, TREE_GROUP}, 0, 0, 0);
        lab.node.tables.putLabel(TREE_LABEL, FLOOD);
        lab.bridge(0x801, 50, -1);
        lab.node.tables.putRoute(VRF, new Route(0x79000001, 32, 51, 0, 0));
        lab.node.tables.putRoute(VRF, new Route(0x79000002, 32, 52, 0, 0));
        lab.node.tables.putRoute(VRF, new Route(0x79000003, 32, 53, 0, 0));
        lab.node.tables.putRoute(2, new Route(0, 0, BridgedNode.B_ROUTED, 0, 0));
        lab.route(FAR_GRE, BridgedNode.GRE, 0x103, Route.FLAG_ARP_PROXY, FAR_GRE_MAC);
    }

    private static VifFeatures features(final int parent, final int vlan, final int mirror, final int qos) {
        return new VifFeatures(0, 0, parent, vlan, vlan, new long[0], mirror, new byte[] {1, 2}, new byte[0], qos);
    }

    private static byte[] routed(final int destination) {
        return ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, destination, PAYLOAD));
    }

    private static byte[] bridged(final long mac) {
        return ethernet(mac, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, PAYLOAD));
    }

    static List<byte[]> fromGuest() {
        return List.of(
                routed(FAR_UDP),
                routed(FAR_GRE),
                routed(FAR_VXLAN),
                routed(BridgedNode.B_IP),
                routed(0x79000001),
                routed(0x79000002),
                routed(0x79000003),
                bridged(B_MAC),
                bridged(FAR_UDP_MAC),
                bridged(FAR_GRE_MAC),
                bridged(FAR_VXLAN_MAC),
                bridged(BROADCAST),
                bridged(0x801),
                tagged(0x8100, 100, bridged(B_MAC)),
                tagged(0x88a8, 5, tagged(0x8100, 0x6007, bridged(FAR_UDP_MAC))),
                ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(17, 64, 4, six(FAR_UDP), PAYLOAD)),
                ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(17, 64, 4, 5, PAYLOAD)),
                ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(17, 1, 4, 5, PAYLOAD)),
                ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(6, 64, 4, six(FAR_VXLAN), syn(0, 0, 1440))),
                ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(17, 64, 4, six(FAR_VXLAN), new byte[1440])),
                ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_VXLAN, new byte[1480])),
                ethernet(FAR_GRE_MAC, A_MAC, 0x0800, ipv4(0, DONT_FRAGMENT, 64, 17, A_IP, FAR_GRE, new byte[1480])),
                ethernet(FAR_UDP_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 6, A_IP, FAR_UDP, syn(A_IP, FAR_UDP, 1460))),
                ethernet(BROADCAST, A_MAC, 0x0806, arp(1, A_MAC, A_IP, 0, FAR_GRE)),
                ethernet(BROADCAST, A_MAC, 0x0806, arp(1, A_MAC, A_IP, 0, FAR_UDP)),
                ethernet(BROADCAST, A_MAC, 0x0806, arp(2, A_MAC, A_IP, A_MAC, A_IP)),
                ethernet(0x3333ff000103L, A_MAC, 0x86dd, solicitation(A_MAC, 4, six(FAR_GRE))),
                ethernet(0x3333ff000005L, A_MAC, 0x86dd, solicitation(A_MAC, 0, 5)),
                ethernet(0x333300000001L, A_MAC, 0x86dd, advertisement(A_MAC, 4, 0xff02000000000000L, 1)),
                ethernet(BROADCAST, A_MAC, 0x0800, ipv4(0, 0, 64, 17, 0, -1, udp(68, 67, new byte[240]))));
    }

    static List<byte[]> fromFabric() {
        final byte[] inner = ipv4(2, 0, 63, 17, FAR_UDP, A_IP, PAYLOAD);
        final byte[] frame = ethernet(A_MAC, FAR_UDP_MAC, 0x0800, inner);
        final byte[] question =
                ethernet(BROADCAST, FAR_GRE_MAC, 0x0806, arp(1, FAR_GRE_MAC, FAR_GRE, 0, BridgedNode.B_IP));
        final byte[] question6 =
                ethernet(0x3333ff000005L, FAR_GRE_MAC, 0x86dd, solicitation(FAR_GRE_MAC, six(FAR_GRE), 5));
        return List.of(
                mplsOverUdp(BY_UDP, LABEL_PACKET, inner),
                mplsOverUdp(BY_UDP, LABEL_PACKET, ipv6(6, 63, 0x102, 4, syn(0, 0, 9000))),
                mplsOverUdp(BY_UDP, LABEL_FRAME, frame),
                mplsOverUdp(BY_UDP, LABEL_BRIDGE, question),
                mplsOverUdp(BY_TREE, TREE_LABEL, treeBlock(BY_TREE, LOCAL, VNI, question6)),
                mplsOverUdp(
                        BY_TREE,
                        TREE_LABEL,
                        treeBlock(BY_TREE, LOCAL, VNI, ethernet(BROADCAST, FAR_UDP_MAC, 0x9999, new byte[40]))),
                mplsOverGre(BY_GRE, LABEL_PACKET, inner),
                mplsOverGre(BY_GRE, LABEL_FRAME, frame),
                outer(0, 47, BY_GRE, join(ints(0x20008847, 1, entry(LABEL_PACKET, true, 64)), inner)),
                outer(3, 17, BY_UDP, udp(1, 51234, join(ints(entry(LABEL_PACKET, true, 64)), inner))),
                vxlan(BY_VXLAN, VNI, frame),
                vxlan(BY_VXLAN, VNI, question),
                vxlan(BY_VXLAN, VNI, ethernet(ROUTER_MAC, FAR_UDP_MAC, 0x0800, inner)),
                vxlan(BY_VXLAN, VNI, tagged(0x8100, 7, ethernet(ROUTER_MAC, FAR_UDP_MAC, 0x0800, inner))),
                vxlan(BY_VXLAN, VNI, ethernet(ROUTER_MAC, FAR_UDP_MAC, 0x86dd, ipv6(17, 63, 0x102, 4, PAYLOAD))),
                outer(
                        0,
                        1,
                        0x0a0000fe,
                        join(ints(0x03040000, 1400), ipv4(0, 0, 60, 17, LOCAL, BY_UDP, udp(5, 6635, new byte[8])))));
    }
}
