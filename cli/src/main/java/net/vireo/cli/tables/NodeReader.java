// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Ipv6;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.Paged;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.VrFcMap;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMirror;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrQosMap;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrVxlan;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterRefusal;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireIpv6;
import net.vireo.sandesh.WirePort;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.VhostSocket;
import net.vireo.vrouter.table.Vif;

/** Reads what a data plane has. */
public final class NodeReader {
    private static final int MAC_BYTES = 6;
    private static final int DSCP_VALUES = 64;
    private static final int PRIORITIES = 8;

    private final VrouterClient client;
    private final NodeState state = new NodeState();

    private NodeReader(final VrouterClient client) {
        this.client = client;
    }

    /** @param vrfs the VRFs whose routes matter: routes can only be dumped VRF by VRF */
    public static NodeState read(final VrouterClient client, final Set<Integer> vrfs) {
        final NodeReader reader = new NodeReader(client);
        reader.tables();
        vrfs.forEach(reader::routes);
        return reader.state;
    }

    /** Adds the routes and bridge entries of one VRF to what was read before. */
    public static void readRoutes(final VrouterClient client, final int vrf, final NodeState into) {
        final NodeReader reader = new NodeReader(client);
        reader.routes(vrf);
        reader.state.routes().values().forEach(into::add);
        reader.state.macs().values().forEach(into::add);
    }

    private void tables() {
        client.dump(new VrInterface()).all(VrInterface.class).forEach(vif -> state.add(item(vif)));
        client.dump(new VrNexthop()).all(VrNexthop.class).forEach(nexthop -> state.add(item(nexthop)));
        client.dump(new VrMpls()).all(VrMpls.class).forEach(label -> state.add(item(label)));
        dumpIfThere(new VrVxlan(), VrVxlan.class)
                .forEach(vni -> state.add(new VniItem(vni.value(VrVxlan.VNID), vni.value(VrVxlan.NHID))));
        dumpIfThere(new VrMirror(), VrMirror.class).forEach(mirror -> state.add(item(mirror)));
        dumpIfThere(new VrFcMap(), VrFcMap.class).forEach(this::classes);
        dumpIfThere(new VrQosMap(), VrQosMap.class).forEach(map -> state.add(item(map)));
    }

    private void routes(final int vrf) {
        routes(vrf, Family.INET).forEach(route -> state.add(item(vrf, route)));
        routes(vrf, Family.INET6).forEach(route -> state.add(item(vrf, route)));
        routes(vrf, Family.BRIDGE).forEach(route -> {
            if (route.value(VrRoute.MAC).length == MAC_BYTES) {
                state.add(mac(vrf, route));
            }
        });
    }

    private List<VrRoute> routes(final int vrf, final int family) {
        return dumpIfThere(new VrRoute().put(VrRoute.VRF_ID, vrf).put(VrRoute.FAMILY, family), VrRoute.class);
    }

    /** A table that this data plane does not have is as good as an empty one: what needs it is refused by name. */
    private <O extends SandeshObject<O> & Paged<O>> List<O> dumpIfThere(final O request, final Class<O> kind) {
        try {
            return client.dump(request).all(kind);
        } catch (final VrouterRefusal refusal) {
            if (refusal.code() == ResponseError.EOPNOTSUPP.code()) {
                return List.of();
            }
            throw refusal;
        }
    }

    /** A vif as the data plane shows it. */
    public static VifItem item(final VrInterface vif) {
        final int[] crossConnect = vif.value(VrInterface.CROSS_CONNECT_IDX);
        return new VifItem(
                vif.value(VrInterface.IDX),
                vif.value(VrInterface.TYPE),
                vif.value(VrInterface.TRANSPORT),
                vif.value(VrInterface.NAME),
                vif.value(VrInterface.VRF),
                vif.value(VrInterface.MCAST_VRF),
                vif.value(VrInterface.FLAGS),
                Mac.of(vif.value(VrInterface.MAC)),
                WireIpv4.fromWire(vif.value(VrInterface.IP)),
                vif.value(VrInterface.MTU),
                vif.value(VrInterface.NH_ID),
                crossConnect.length == 0 ? -1 : crossConnect[0],
                features(vif));
    }

    private static VifItem.Features features(final VrInterface vif) {
        final long upper = vif.value(VrInterface.IP6_U);
        final long lower = vif.value(VrInterface.IP6_L);
        final byte[] macs = vif.value(VrInterface.SRC_MAC);
        final List<Long> sources = new ArrayList<>();
        for (int at = 0; at + MAC_BYTES <= macs.length; at += MAC_BYTES) {
            if (Mac.at(macs, at) != 0) {
                sources.add(Mac.at(macs, at));
            }
        }
        final boolean isPart = vif.value(VrInterface.TYPE) == Vif.TYPE_VIRTUAL_VLAN;
        return new VifItem.Features(
                (upper | lower) == 0 ? "" : Ipv6.text(WireIpv6.fromWire(upper, lower)),
                isPart ? vif.value(VrInterface.PARENT_VIF_IDX) : Vif.NONE,
                vif.value(VrInterface.VLAN_ID),
                vif.value(VrInterface.OVLAN_ID),
                sources,
                (vif.value(VrInterface.FLAGS) & Requests.MIRRORED) == 0 ? -1 : vif.value(VrInterface.MIR_ID),
                HexFormat.of().formatHex(vif.value(VrInterface.IN_MIRROR_MD)),
                vif.value(VrInterface.QOS_MAP_INDEX),
                new VhostSocket(vif.value(VrInterface.VHOSTUSER_MODE) == 1, vif.value(VrInterface.HW_QUEUES).length),
                Arrays.stream(vif.value(VrInterface.FAT_FLOW_PROTOCOL_PORT))
                        .boxed()
                        .toList());
    }

    /** A next hop as the data plane shows it. */
    public static NexthopItem item(final VrNexthop nexthop) {
        final int[] vifs = nexthop.value(VrNexthop.ENCAP_OIF_ID);
        final boolean tunnel = nexthop.value(VrNexthop.TYPE) == Nexthop.TYPE_TUNNEL;
        return new NexthopItem(
                nexthop.value(VrNexthop.ID),
                nexthop.value(VrNexthop.TYPE),
                nexthop.value(VrNexthop.FAMILY),
                nexthop.value(VrNexthop.FLAGS),
                nexthop.value(VrNexthop.VRF),
                vifs.length == 0 ? Nexthop.NO_VIF : vifs[0],
                tunnel ? WireIpv4.fromWire(nexthop.value(VrNexthop.TUN_SIP)) : 0,
                tunnel ? WireIpv4.fromWire(nexthop.value(VrNexthop.TUN_DIP)) : 0,
                Mac.of(nexthop.value(VrNexthop.ENCAP)),
                Vif.ROUTER_MAC,
                new NexthopItem.Ports(
                        WirePort.fromWire(nexthop.value(VrNexthop.TUN_SPORT)),
                        WirePort.fromWire(nexthop.value(VrNexthop.TUN_DPORT))),
                Mac.of(nexthop.value(VrNexthop.RW_DST_MAC)),
                list(nexthop.value(VrNexthop.NH_LIST)),
                list(nexthop.value(VrNexthop.LABEL_LIST)));
    }

    private static List<Integer> list(final int[] numbers) {
        return IntStream.of(numbers).boxed().toList();
    }

    private static LabelItem item(final VrMpls label) {
        return new LabelItem(label.value(VrMpls.LABEL), label.value(VrMpls.NHID));
    }

    private static RouteItem item(final int vrf, final VrRoute route) {
        return new RouteItem(
                vrf,
                IpPrefix.of(route.value(VrRoute.PREFIX), route.value(VrRoute.PREFIX_LEN)),
                route.value(VrRoute.NH_ID),
                route.value(VrRoute.LABEL),
                route.value(VrRoute.LABEL_FLAGS),
                Mac.of(route.value(VrRoute.MAC)));
    }

    private static MacItem mac(final int vrf, final VrRoute route) {
        return new MacItem(
                vrf,
                Mac.of(route.value(VrRoute.MAC)),
                route.value(VrRoute.NH_ID),
                route.value(VrRoute.LABEL),
                route.value(VrRoute.LABEL_FLAGS));
    }

    private static MirrorItem item(final VrMirror mirror) {
        return new MirrorItem(
                mirror.value(VrMirror.INDEX),
                mirror.value(VrMirror.NHID),
                mirror.value(VrMirror.FLAGS),
                Math.max(0, mirror.value(VrMirror.VNI)));
    }

    /** One object holds many classes, as parallel lists. */
    private void classes(final VrFcMap map) {
        final int[] ids = map.value(VrFcMap.ID);
        final byte[] dscp = map.value(VrFcMap.DSCP);
        final byte[] exp = map.value(VrFcMap.MPLS_QOS);
        final byte[] dot1p = map.value(VrFcMap.DOTONEP);
        final byte[] queue = map.value(VrFcMap.QUEUE_ID);
        for (int i = 0; i < ids.length; i++) {
            state.add(new ForwardingClassItem(ids[i], at(dscp, i), at(exp, i), at(dot1p, i), at(queue, i)));
        }
    }

    private static int at(final byte[] list, final int index) {
        return index < list.length ? list[index] & 0xff : 0;
    }

    private static QosMapItem item(final VrQosMap map) {
        return new QosMapItem(
                map.value(VrQosMap.ID),
                rows(map.value(VrQosMap.DSCP), map.value(VrQosMap.DSCP_FC_ID), DSCP_VALUES),
                rows(map.value(VrQosMap.MPLS_QOS), map.value(VrQosMap.MPLS_QOS_FC_ID), PRIORITIES),
                rows(map.value(VrQosMap.DOTONEP), map.value(VrQosMap.DOTONEP_FC_ID), PRIORITIES));
    }

    private static List<Integer> rows(final byte[] marks, final byte[] classes, final int count) {
        final Integer[] rows = new Integer[count];
        Arrays.fill(rows, 0);
        for (int i = 0; i < marks.length; i++) {
            if ((marks[i] & 0xff) < count) {
                rows[marks[i] & 0xff] = at(classes, i);
            }
        }
        return List.of(rows);
    }
}
