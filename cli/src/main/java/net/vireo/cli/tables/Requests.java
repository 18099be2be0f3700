// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Ipv6;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrFcMap;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMirror;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrQosMap;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrVxlan;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireIpv6;
import net.vireo.vrouter.table.Vif;

/** Table entries as control objects. */
public final class Requests {
    /** A vif with one of these flags is mirrored. */
    public static final int MIRRORED = Vif.FLAG_MIRROR_RX | Vif.FLAG_MIRROR_TX;

    private static final int NO_LABEL = -1;
    private static final int NONE = -1;

    private Requests() {}

    /**
     * The request that makes a change.
     *
     * @param routes the routes that there will be: a deleted one names the route that then covers its addresses
     */
    public static SandeshObject<?> of(final Change change, final Collection<RouteItem> routes) {
        final SandeshOp op = change.sign() == Change.DELETE ? SandeshOp.DEL : SandeshOp.ADD;
        return switch (change.item()) {
            case final VifItem vif -> vif(vif).op(op);
            case final NexthopItem nexthop -> NexthopRequest.of(nexthop).op(op);
            case final LabelItem label ->
                new VrMpls().op(op).put(VrMpls.LABEL, label.label()).put(VrMpls.NHID, label.nexthop());
            case final VniItem vni ->
                new VrVxlan().op(op).put(VrVxlan.VNID, vni.vni()).put(VrVxlan.NHID, vni.nexthop());
            case final RouteItem route -> (op == SandeshOp.DEL ? deletion(route, routes) : route(route)).op(op);
            case final MacItem mac -> mac(mac).op(op);
            case final MirrorItem mirror ->
                new VrMirror()
                        .op(op)
                        .put(VrMirror.INDEX, mirror.index())
                        .put(VrMirror.NHID, mirror.nexthop())
                        .put(VrMirror.FLAGS, mirror.flags())
                        .put(VrMirror.VNI, mirror.vni() == 0 ? NONE : mirror.vni());
            case final ForwardingClassItem forwardingClass ->
                new VrFcMap()
                        .op(op)
                        .put(VrFcMap.ID, forwardingClass.id())
                        .put(VrFcMap.DSCP, (byte) forwardingClass.dscp())
                        .put(VrFcMap.MPLS_QOS, (byte) forwardingClass.exp())
                        .put(VrFcMap.DOTONEP, (byte) forwardingClass.dot1p())
                        .put(VrFcMap.QUEUE_ID, (byte) forwardingClass.queue());
            case final QosMapItem map ->
                new VrQosMap()
                        .op(op)
                        .put(VrQosMap.ID, map.index())
                        .put(VrQosMap.DSCP, counted(map.dscp().size()))
                        .put(VrQosMap.DSCP_FC_ID, bytes(map.dscp()))
                        .put(VrQosMap.MPLS_QOS, counted(map.exp().size()))
                        .put(VrQosMap.MPLS_QOS_FC_ID, bytes(map.exp()))
                        .put(VrQosMap.DOTONEP, counted(map.dot1p().size()))
                        .put(VrQosMap.DOTONEP_FC_ID, bytes(map.dot1p()));
        };
    }

    private static byte[] counted(final int count) {
        final byte[] numbers = new byte[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (byte) i;
        }
        return numbers;
    }

    private static byte[] bytes(final List<Integer> numbers) {
        final byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = numbers.get(i).byteValue();
        }
        return bytes;
    }

    private static VrInterface vif(final VifItem vif) {
        final VifItem.Features features = vif.features();
        final VrInterface request = new VrInterface()
                .put(VrInterface.IDX, vif.index())
                .put(VrInterface.TYPE, vif.type())
                .put(VrInterface.TRANSPORT, vif.transport())
                .put(VrInterface.NAME, vif.device())
                .put(VrInterface.VRF, vif.vrf())
                .put(VrInterface.MCAST_VRF, vif.mcastVrf())
                .put(VrInterface.FLAGS, vif.flags())
                .put(VrInterface.MAC, Mac.bytes(vif.mac()))
                .put(VrInterface.IP, WireIpv4.toWire(vif.address()))
                .put(VrInterface.MTU, vif.mtuBytes())
                .put(VrInterface.NH_ID, vif.nexthop())
                .put(VrInterface.QOS_MAP_INDEX, features.qosMap())
                .put(VrInterface.MIR_ID, features.mirror())
                .put(VrInterface.PARENT_VIF_IDX, features.parent())
                .put(VrInterface.OS_IDX, NONE)
                .put(VrInterface.VLAN_ID, features.vlan())
                .put(VrInterface.OVLAN_ID, features.outerVlan())
                .put(VrInterface.SRC_MAC, macs(features.sourceMacs()))
                .put(
                        VrInterface.FAT_FLOW_PROTOCOL_PORT,
                        features.fatFlows().stream().mapToInt(Integer::intValue).toArray())
                .put(VrInterface.VHOSTUSER_MODE, features.vhost().guestListens() ? 1 : 0)
                .put(
                        VrInterface.HW_QUEUES,
                        IntStream.range(0, features.vhost().queuePairs()).toArray());
        if (!features.address6().isEmpty()) {
            final byte[] address = Ipv6.parse(features.address6()).orElseThrow();
            request.put(VrInterface.IP6_U, WireIpv6.upperToWire(address))
                    .put(VrInterface.IP6_L, WireIpv6.lowerToWire(address));
        }
        if (!features.metadata().isEmpty()) {
            final byte[] metadata = HexFormat.of().parseHex(features.metadata());
            request.put(VrInterface.IN_MIRROR_MD, metadata).put(VrInterface.OUT_MIRROR_MD, metadata);
        }
        return vif.crossConnect() == Vif.NONE
                ? request
                : request.put(VrInterface.CROSS_CONNECT_IDX, vif.crossConnect());
    }

    private static byte[] macs(final List<Long> macs) {
        final byte[] bytes = new byte[macs.size() * 6];
        for (int i = 0; i < macs.size(); i++) {
            System.arraycopy(Mac.bytes(macs.get(i)), 0, bytes, i * 6, 6);
        }
        return bytes;
    }

    private static VrRoute route(final RouteItem route) {
        final VrRoute request = new VrRoute()
                .put(VrRoute.VRF_ID, route.vrf())
                .put(VrRoute.FAMILY, route.prefix().ipv6() ? Family.INET6 : Family.INET)
                .put(VrRoute.PREFIX, route.prefix().octets())
                .put(VrRoute.PREFIX_LEN, route.prefix().length())
                .put(VrRoute.NH_ID, route.nexthop())
                .put(VrRoute.LABEL, route.isLabelled() ? route.label() : NO_LABEL)
                .put(VrRoute.LABEL_FLAGS, route.flags())
                .put(VrRoute.REPLACE_PLEN, NONE)
                .put(VrRoute.INDEX, NONE);
        return route.mac() == 0 ? request : request.put(VrRoute.MAC, Mac.bytes(route.mac()));
    }

    /** The addresses fall to the longest other prefix over them, or to next hop 0, the discard. */
    private static VrRoute deletion(final RouteItem route, final Collection<RouteItem> routes) {
        final IpPrefix prefix = route.prefix();
        final RouteItem covering = routes.stream()
                .filter(other -> other.vrf() == route.vrf()
                        && other.prefix().length() < prefix.length()
                        && other.prefix().covers(prefix))
                .max(Comparator.comparingInt(other -> other.prefix().length()))
                .orElse(new RouteItem(route.vrf(), prefix, 0, 0, 0, 0));
        final boolean covered = covering.prefix().length() < prefix.length();
        return route(covering)
                .put(VrRoute.PREFIX, prefix.octets())
                .put(VrRoute.PREFIX_LEN, prefix.length())
                .put(VrRoute.REPLACE_PLEN, covered ? covering.prefix().length() : 0);
    }

    private static VrRoute mac(final MacItem mac) {
        return new VrRoute()
                .put(VrRoute.VRF_ID, mac.vrf())
                .put(VrRoute.FAMILY, Family.BRIDGE)
                .put(VrRoute.MAC, Mac.bytes(mac.mac()))
                .put(VrRoute.NH_ID, mac.nexthop())
                .put(VrRoute.LABEL, mac.isLabelled() ? mac.label() : NO_LABEL)
                .put(VrRoute.LABEL_FLAGS, mac.flags())
                .put(VrRoute.REPLACE_PLEN, NONE)
                .put(VrRoute.INDEX, NONE);
    }
}
