// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.Collection;
import java.util.Comparator;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.WireIpv4;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;

/** Table entries as control objects. */
final class Requests {
    /** What the original tools put into nhr_encap_family: ARP's ethertype. */
    private static final int ENCAP_FAMILY = 0x806;

    private static final int ETHERTYPE_IPV4 = 0x800;
    private static final int NO_LABEL = -1;

    private Requests() {}

    /**
     * The request that makes a change.
     *
     * @param routes the routes that there will be: a deleted one names the route that then covers its addresses
     */
    static SandeshObject<?> of(final Change change, final Collection<Item.RouteItem> routes) {
        final SandeshOp op = change.sign() == Change.DELETE ? SandeshOp.DEL : SandeshOp.ADD;
        return switch (change.item()) {
            case final Item.VifItem vif -> vif(vif).op(op);
            case final Item.NexthopItem nexthop -> nexthop(nexthop).op(op);
            case final Item.LabelItem label ->
                new VrMpls().op(op).put(VrMpls.LABEL, label.label()).put(VrMpls.NHID, label.nexthop());
            case final Item.RouteItem route -> (op == SandeshOp.DEL ? deletion(route, routes) : route(route)).op(op);
        };
    }

    private static VrInterface vif(final Item.VifItem vif) {
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
                .put(VrInterface.QOS_MAP_INDEX, -1)
                .put(VrInterface.MIR_ID, -1)
                .put(VrInterface.PARENT_VIF_IDX, -1)
                .put(VrInterface.OS_IDX, -1);
        return vif.crossConnect() == Vif.NONE
                ? request
                : request.put(VrInterface.CROSS_CONNECT_IDX, vif.crossConnect());
    }

    private static VrNexthop nexthop(final Item.NexthopItem nexthop) {
        final VrNexthop request = new VrNexthop()
                .put(VrNexthop.ID, nexthop.id())
                .put(VrNexthop.TYPE, nexthop.type())
                .put(VrNexthop.FAMILY, nexthop.family())
                .put(VrNexthop.FLAGS, nexthop.flags())
                .put(VrNexthop.VRF, nexthop.vrf())
                .put(VrNexthop.ENCAP_OIF_ID, nexthop.vif());
        return switch (nexthop.type()) {
            case Nexthop.TYPE_ENCAP ->
                request.put(VrNexthop.ENCAP, header(nexthop.rewriteDestination()))
                        .put(VrNexthop.ENCAP_LEN, Nexthop.REWRITE_LENGTH_BYTES)
                        .put(VrNexthop.ENCAP_FAMILY, ENCAP_FAMILY);
            case Nexthop.TYPE_TUNNEL ->
                request.put(VrNexthop.TUN_SIP, WireIpv4.toWire(nexthop.tunnelSource()))
                        .put(VrNexthop.TUN_DIP, WireIpv4.toWire(nexthop.tunnelDestination()))
                        .put(VrNexthop.ENCAP_FAMILY, ENCAP_FAMILY);
            default -> request;
        };
    }

    private static byte[] header(final long destination) {
        final byte[] header = new byte[Nexthop.REWRITE_LENGTH_BYTES];
        System.arraycopy(Mac.bytes(destination), 0, header, 0, 6);
        System.arraycopy(Mac.bytes(Vif.ROUTER_MAC), 0, header, 6, 6);
        header[12] = (byte) (ETHERTYPE_IPV4 >>> 8);
        header[13] = (byte) ETHERTYPE_IPV4;
        return header;
    }

    private static VrRoute route(final Item.RouteItem route) {
        return new VrRoute()
                .put(VrRoute.VRF_ID, route.vrf())
                .put(VrRoute.FAMILY, Family.INET)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(route.prefix().address()))
                .put(VrRoute.PREFIX_LEN, route.prefix().length())
                .put(VrRoute.NH_ID, route.nexthop())
                .put(VrRoute.LABEL, (route.flags() & Item.RouteItem.FLAG_LABEL_VALID) != 0 ? route.label() : NO_LABEL)
                .put(VrRoute.LABEL_FLAGS, route.flags())
                .put(VrRoute.REPLACE_PLEN, -1)
                .put(VrRoute.INDEX, -1);
    }

    /** The addresses fall to the longest other prefix over them, or to next hop 0, the discard. */
    private static VrRoute deletion(final Item.RouteItem route, final Collection<Item.RouteItem> routes) {
        final Item.RouteItem covering = routes.stream()
                .filter(other -> other.vrf() == route.vrf()
                        && other.prefix().length() < route.prefix().length()
                        && other.prefix().covers(route.prefix()))
                .max(Comparator.comparingInt(other -> other.prefix().length()))
                .orElse(new Item.RouteItem(route.vrf(), route.prefix(), 0, 0, 0));
        final boolean covered = covering.prefix().length() < route.prefix().length();
        return route(covering)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(route.prefix().address()))
                .put(VrRoute.PREFIX_LEN, route.prefix().length())
                .put(VrRoute.REPLACE_PLEN, covered ? covering.prefix().length() : 0);
    }
}
