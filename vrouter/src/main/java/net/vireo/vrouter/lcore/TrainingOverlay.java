// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.nio.ByteBuffer;
import java.util.List;
import net.vireo.packet.EtherType;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.UdpPort;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Mirror;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopDetails;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;

/**
 * The second network of the warm-up: bridged and routed, IPv4 and IPv6, all three encapsulations, broadcast, several equal
 * next hops, a sub-interface, and what goes to the agent.
 */
final class TrainingOverlay {
    /** A guest with a bridge. */
    static final int BRIDGED = 5;

    /** A sub-interface of it. */
    static final int SUB_INTERFACE = 6;

    private static final int VRF = 2;
    private static final int VLAN = 100;
    private static final int VNI = 77;
    private static final int FRAME_LABEL = 21;
    private static final int GRE = 8;
    private static final int VXLAN = 9;
    private static final int TO_BRIDGED = 10;
    private static final int LOCAL_GROUP = 11;
    private static final int REMOTE_GROUP = 12;
    private static final int FLOOD = 13;
    private static final int ECMP = 14;
    private static final int TO_AGENT = 15;
    private static final int TRANSLATE = 16;
    private static final int TO_SUB_INTERFACE = 17;
    private static final int TO_BRIDGED_ROUTED = 18;
    private static final int ANALYSER = 19;
    private static final int MIRROR = 1;
    private static final long MAC = 0x0200_0000_0015L;
    private static final long GRE_MAC = 0x0200_0000_0016L;
    private static final long VXLAN_MAC = 0x0200_0000_0017L;
    private static final long BROADCAST = 0xffff_ffff_ffffL;
    private static final int ADDRESS = 0x7900_0003;
    private static final int ECMP_ADDRESS = 0x7900_0010;
    private static final int AGENT_ADDRESS = 0x7900_0011;
    private static final int VXLAN_ADDRESS = 0x7900_0012;
    private static final long IP6_HIGH = 0x2001_0db8_0000_0000L;

    private TrainingOverlay() {}

    static void fill(final Tables tables) {
        final int noCrossConnect = Vif.NONE;
        tables.putVif(new Vif(
                BRIDGED,
                Vif.TYPE_VIRTUAL,
                Vif.TRANSPORT_ETH,
                "bridged",
                VRF,
                0,
                Vif.FLAG_MIRROR_RX | Vif.FLAG_MIRROR_TX,
                MAC,
                0,
                1514,
                0,
                -1,
                noCrossConnect,
                mirrored()));
        tables.putMirror(new Mirror(MIRROR, ANALYSER, Mirror.FLAG_DYNAMIC, 0, 0));
        final VifFeatures tagged = new VifFeatures(
                0,
                0,
                BRIDGED,
                VLAN,
                VifFeatures.NO_VLAN,
                new long[0],
                VifFeatures.NO_MIRROR,
                new byte[0],
                new byte[0],
                VifFeatures.NO_QOS);
        tables.putVif(new Vif(
                SUB_INTERFACE,
                Vif.TYPE_VIRTUAL_VLAN,
                Vif.TRANSPORT_VIRTUAL,
                "tagged",
                VRF,
                0,
                0,
                MAC,
                0,
                1514,
                0,
                -1,
                noCrossConnect,
                tagged));
        nexthops(tables);
        bridge(tables);
        tables.putLabel(FRAME_LABEL, TO_BRIDGED);
        tables.putVxlan(VNI, TRANSLATE);
        route(tables, ECMP_ADDRESS, ECMP);
        route(tables, AGENT_ADDRESS, TO_AGENT);
        route(tables, VXLAN_ADDRESS, VXLAN);
        route(tables, ADDRESS, TO_BRIDGED_ROUTED);
        tables.putRoute6(VRF, new Route(IP6_HIGH, 0, 64, GRE, FRAME_LABEL, Route.FLAG_LABEL_VALID, 0));
        tables.putRoute6(
                VRF, new Route(IP6_HIGH, 5, 128, GRE, FRAME_LABEL, Route.FLAG_LABEL_VALID | Route.FLAG_ARP_PROXY, 0));
    }

    private static VifFeatures mirrored() {
        final byte[] metadata = {1, 2, 3, 4};
        return new VifFeatures(
                0,
                0,
                Vif.NONE,
                VifFeatures.NO_VLAN,
                VifFeatures.NO_VLAN,
                new long[0],
                MIRROR,
                metadata,
                metadata,
                VifFeatures.NO_QOS);
    }

    private static void nexthops(final Tables tables) {
        final byte[] away = TrainingSite.header(TrainingSite.THERE_MAC, TrainingSite.HERE_MAC);
        final int valid = Nexthop.FLAG_VALID;
        tunnel(tables, GRE, valid | Nexthop.FLAG_TUNNEL_GRE, away);
        tunnel(tables, VXLAN, valid | Nexthop.FLAG_TUNNEL_VXLAN, away);
        tunnel(tables, ANALYSER, valid | Nexthop.FLAG_TUNNEL_UDP, away);
        tables.putNexthop(encap(TO_BRIDGED, Nexthop.FAMILY_BRIDGE, BRIDGED));
        tables.putNexthop(encap(TO_SUB_INTERFACE, Nexthop.FAMILY_BRIDGE, SUB_INTERFACE));
        tables.putNexthop(encap(TO_BRIDGED_ROUTED, Nexthop.FAMILY_INET, BRIDGED));
        tables.putNexthop(encap(TO_AGENT, Nexthop.FAMILY_INET, Vif.AGENT_INDEX));
        group(tables, LOCAL_GROUP, Nexthop.FLAG_COMPOSITE_ENCAP, TO_BRIDGED, TO_SUB_INTERFACE);
        group(tables, REMOTE_GROUP, Nexthop.FLAG_COMPOSITE_EVPN, GRE, VXLAN);
        group(tables, FLOOD, 0, LOCAL_GROUP, REMOTE_GROUP);
        tables.putNexthop(Nexthop.composite(
                ECMP,
                Nexthop.FAMILY_INET,
                valid | Nexthop.FLAG_COMPOSITE_ECMP,
                VRF,
                NexthopDetails.members(new int[] {GRE, Nexthop.NO_MEMBER, VXLAN}, new int[] {FRAME_LABEL, 0, VNI})));
        tables.putNexthop(new Nexthop(
                TRANSLATE,
                Nexthop.TYPE_VRF_TRANSLATE,
                Nexthop.FAMILY_BRIDGE,
                valid,
                VRF,
                Nexthop.NO_VIF,
                0,
                0,
                new byte[0]));
    }

    private static void bridge(final Tables tables) {
        entry(tables, MAC, TO_BRIDGED);
        entry(tables, GRE_MAC, GRE);
        entry(tables, VXLAN_MAC, VXLAN);
        entry(tables, BROADCAST, FLOOD);
    }

    static List<byte[]> fromBridged() {
        final byte[] inner = TrainingFrames.ipv4(0, 0, 64, IpProtocol.UDP, ADDRESS, ADDRESS + 1, new byte[26]);
        final byte[] tagged = ByteBuffer.allocate(4 + inner.length)
                .putShort((short) VLAN)
                .putShort((short) EtherType.IPV4)
                .put(inner)
                .array();
        return List.of(
                frame(GRE_MAC, EtherType.IPV4, inner),
                frame(VXLAN_MAC, EtherType.IPV4, inner),
                frame(BROADCAST, EtherType.IPV4, inner),
                frame(GRE_MAC, EtherType.VLAN, tagged),
                frame(Vif.ROUTER_MAC, EtherType.IPV4, to(ECMP_ADDRESS, 64)),
                frame(Vif.ROUTER_MAC, EtherType.IPV4, to(AGENT_ADDRESS, 64)),
                frame(Vif.ROUTER_MAC, EtherType.IPV4, to(VXLAN_ADDRESS, 64)),
                frame(Vif.ROUTER_MAC, EtherType.IPV4, to(VXLAN_ADDRESS, 1)),
                frame(Vif.ROUTER_MAC, EtherType.IPV6, ip6(64, IpProtocol.UDP, new byte[24])),
                frame(Vif.ROUTER_MAC, EtherType.IPV6, ip6(1, IpProtocol.UDP, new byte[24])),
                frame(BROADCAST, EtherType.IPV6, ip6(255, IpProtocol.ICMPV6, solicitation())),
                frame(BROADCAST, EtherType.ARP, new byte[28]));
    }

    static List<byte[]> fromFabric() {
        final byte[] inner = TrainingFrames.ipv4(0, 0, 64, IpProtocol.UDP, ADDRESS + 1, ADDRESS, new byte[26]);
        final byte[] frame = TrainingFrames.ethernet(MAC, GRE_MAC, EtherType.IPV4, inner);
        final byte[] routed = TrainingFrames.ethernet(Vif.ROUTER_MAC, Vif.ROUTER_MAC, EtherType.IPV4, inner);
        return List.of(
                overGre(FRAME_LABEL, frame),
                overGre(TrainingSite.LABEL, TrainingFrames.innerUdp(0)),
                overVxlan(frame),
                overVxlan(routed),
                TrainingFrames.tunnelled(0, FRAME_LABEL, 64, frame));
    }

    private static byte[] overGre(final int label, final byte[] inner) {
        final byte[] payload = ByteBuffer.allocate(8 + inner.length)
                .putInt(EtherType.MPLS)
                .putInt(label << 12 | 0x100 | 64)
                .put(inner)
                .array();
        return outer(IpProtocol.GRE, payload);
    }

    private static byte[] overVxlan(final byte[] frame) {
        final byte[] payload = ByteBuffer.allocate(8 + frame.length)
                .putInt(0x0800_0000)
                .putInt(VNI << 8)
                .put(frame)
                .array();
        return outer(IpProtocol.UDP, TrainingFrames.udp(UdpPort.VXLAN, payload));
    }

    private static byte[] outer(final int protocol, final byte[] payload) {
        return TrainingFrames.ethernet(
                TrainingSite.HERE_MAC,
                TrainingSite.THERE_MAC,
                EtherType.IPV4,
                TrainingFrames.ipv4(0, 0, 64, protocol, TrainingSite.THERE, TrainingSite.HERE, payload));
    }

    private static byte[] to(final int address, final int ttl) {
        return TrainingFrames.ipv4(0, 0, ttl, IpProtocol.UDP, ADDRESS, address, new byte[26]);
    }

    private static byte[] ip6(final int hopLimit, final int protocol, final byte[] payload) {
        return ByteBuffer.allocate(40 + payload.length)
                .putInt(0x6000_0000)
                .putShort((short) payload.length)
                .put((byte) protocol)
                .put((byte) hopLimit)
                .putLong(IP6_HIGH)
                .putLong(1L << 32 | 3)
                .putLong(IP6_HIGH)
                .putLong(9)
                .put(payload)
                .array();
    }

    /** Its checksum is wrong: enough to show the way. */
    private static byte[] solicitation() {
        return ByteBuffer.allocate(24)
                .put((byte) 135)
                .putLong(8, IP6_HIGH)
                .putLong(16, 5)
                .array();
    }

    private static byte[] frame(final long destination, final int type, final byte[] payload) {
        return TrainingFrames.ethernet(destination, MAC, type, payload);
    }

    private static void tunnel(final Tables tables, final int id, final int flags, final byte[] rewrite) {
        tables.putNexthop(new Nexthop(
                id,
                Nexthop.TYPE_TUNNEL,
                Nexthop.FAMILY_INET,
                flags,
                0,
                Vif.FABRIC_INDEX,
                TrainingSite.HERE,
                TrainingSite.THERE,
                rewrite));
    }

    private static Nexthop encap(final int id, final int family, final int vif) {
        return new Nexthop(
                id,
                Nexthop.TYPE_ENCAP,
                family,
                Nexthop.FLAG_VALID,
                VRF,
                vif,
                0,
                0,
                TrainingSite.header(MAC, Vif.ROUTER_MAC));
    }

    private static void group(final Tables tables, final int id, final int kind, final int... members) {
        tables.putNexthop(Nexthop.composite(
                id,
                Nexthop.FAMILY_BRIDGE,
                Nexthop.FLAG_VALID | Nexthop.FLAG_MULTICAST | kind,
                VRF,
                NexthopDetails.members(members, new int[] {FRAME_LABEL, VNI})));
    }

    private static void entry(final Tables tables, final long mac, final int nexthopId) {
        tables.putBridge(BridgeKey.of(mac, VRF), BridgeValue.of(nexthopId, FRAME_LABEL, BridgeValue.FLAG_LABEL_VALID));
    }

    private static void route(final Tables tables, final int address, final int nexthopId) {
        tables.putRoute(
                VRF, new Route(address, 32, nexthopId, FRAME_LABEL, Route.FLAG_LABEL_VALID | Route.FLAG_ARP_PROXY));
    }
}
