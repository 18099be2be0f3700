// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.HexFormat;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;

/** Requests as an agent sends them. */
final class Requests {
    static final long ROUTER_MAC = 0x0000_5e00_0100L;
    static final long FABRIC_MAC = 0x5254_00aa_0001L;

    private Requests() {}

    static VrInterface vif(final int index, final int type, final String name, final long mac) {
        return new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, index)
                .put(VrInterface.TYPE, type)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_VIRTUAL)
                .put(VrInterface.NAME, name)
                .put(VrInterface.MAC, WireMac.toBytes(mac))
                .put(VrInterface.MTU, 1500)
                .put(VrInterface.QOS_MAP_INDEX, -1);
    }

    static VrInterface guest(final int index) {
        return vif(index, Vif.TYPE_VIRTUAL, "tap" + index, ROUTER_MAC)
                .put(VrInterface.VRF, 1)
                .put(VrInterface.MCAST_VRF, 1);
    }

    static VrInterface fabric() {
        return vif(0, Vif.TYPE_PHYSICAL, "fabric", FABRIC_MAC);
    }

    static VrNexthop nexthop(final int id, final int type) {
        return new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.ID, id)
                .put(VrNexthop.TYPE, type)
                .put(VrNexthop.FAMILY, 2)
                .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID);
    }

    static VrNexthop encap(final int id, final int vif) {
        return nexthop(id, Nexthop.TYPE_ENCAP)
                .put(VrNexthop.VRF, 1)
                .put(VrNexthop.ENCAP_FAMILY, 0x806)
                .put(VrNexthop.ENCAP_OIF_ID, vif)
                .put(VrNexthop.ENCAP, HexFormat.of().parseHex("02112233445500005e0001000800"));
    }

    static VrNexthop tunnel(final int id, final String encapsulation) {
        return nexthop(id, Nexthop.TYPE_TUNNEL)
                .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_UDP_MPLS)
                .put(VrNexthop.ENCAP_FAMILY, 0x806)
                .put(VrNexthop.ENCAP_OIF_ID, 0)
                .put(VrNexthop.TUN_SIP, WireIpv4.toWire(0xc0000201))
                .put(VrNexthop.TUN_DIP, WireIpv4.toWire(0xc0000202))
                .put(VrNexthop.ENCAP, HexFormat.of().parseHex(encapsulation));
    }

    static VrMpls label(final int label, final int nexthopId) {
        return new VrMpls().op(SandeshOp.ADD).put(VrMpls.LABEL, label).put(VrMpls.NHID, nexthopId);
    }

    static VrRoute route(final int vrf, final int prefix, final int length, final int nexthopId) {
        return new VrRoute()
                .op(SandeshOp.ADD)
                .put(VrRoute.VRF_ID, vrf)
                .put(VrRoute.FAMILY, 2)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(prefix))
                .put(VrRoute.PREFIX_LEN, length)
                .put(VrRoute.NH_ID, nexthopId)
                .put(VrRoute.REPLACE_PLEN, -1);
    }

    static VrRoute route6(final int vrf, final byte[] prefix, final int length, final int nexthopId) {
        return route(vrf, 0, length, nexthopId).put(VrRoute.FAMILY, 10).put(VrRoute.PREFIX, prefix);
    }
}
