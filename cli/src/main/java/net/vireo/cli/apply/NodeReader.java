// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.Set;
import net.vireo.cli.text.Ipv4Prefix;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.WireIpv4;
import net.vireo.vrouter.table.Nexthop;

/** Reads what a data plane has. */
final class NodeReader {
    private static final int IPV4_BYTES = 4;

    private NodeReader() {}

    /** @param vrfs the VRFs whose routes matter: routes can only be dumped VRF by VRF */
    static NodeState read(final VrouterClient client, final Set<Integer> vrfs) {
        final NodeState state = new NodeState();
        client.dump(new VrInterface()).all(VrInterface.class).forEach(vif -> state.add(item(vif)));
        client.dump(new VrNexthop()).all(VrNexthop.class).forEach(nexthop -> state.add(item(nexthop)));
        client.dump(new VrMpls()).all(VrMpls.class).forEach(label -> state.add(item(label)));
        for (final int vrf : vrfs) {
            final VrRoute request = new VrRoute().put(VrRoute.VRF_ID, vrf).put(VrRoute.FAMILY, Family.INET);
            for (final VrRoute route : client.dump(request).all(VrRoute.class)) {
                if (route.value(VrRoute.PREFIX).length == IPV4_BYTES) {
                    state.add(item(vrf, route));
                }
            }
        }
        return state;
    }

    static Item.VifItem item(final VrInterface vif) {
        final int[] crossConnect = vif.value(VrInterface.CROSS_CONNECT_IDX);
        return new Item.VifItem(
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
                crossConnect.length == 0 ? -1 : crossConnect[0]);
    }

    static Item.NexthopItem item(final VrNexthop nexthop) {
        final int[] vifs = nexthop.value(VrNexthop.ENCAP_OIF_ID);
        final boolean tunnel = nexthop.value(VrNexthop.TYPE) == Nexthop.TYPE_TUNNEL;
        return new Item.NexthopItem(
                nexthop.value(VrNexthop.ID),
                nexthop.value(VrNexthop.TYPE),
                nexthop.value(VrNexthop.FAMILY),
                nexthop.value(VrNexthop.FLAGS),
                nexthop.value(VrNexthop.VRF),
                vifs.length == 0 ? Nexthop.NO_VIF : vifs[0],
                tunnel ? WireIpv4.fromWire(nexthop.value(VrNexthop.TUN_SIP)) : 0,
                tunnel ? WireIpv4.fromWire(nexthop.value(VrNexthop.TUN_DIP)) : 0,
                tunnel ? 0 : Mac.of(nexthop.value(VrNexthop.ENCAP)));
    }

    private static Item.LabelItem item(final VrMpls label) {
        return new Item.LabelItem(label.value(VrMpls.LABEL), label.value(VrMpls.NHID));
    }

    private static Item.RouteItem item(final int vrf, final VrRoute route) {
        return new Item.RouteItem(
                vrf,
                new Ipv4Prefix(WireIpv4.fromBytes(route.value(VrRoute.PREFIX)), route.value(VrRoute.PREFIX_LEN)),
                route.value(VrRoute.NH_ID),
                route.value(VrRoute.LABEL),
                route.value(VrRoute.LABEL_FLAGS));
    }
}
