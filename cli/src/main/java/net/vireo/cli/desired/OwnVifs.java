// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.desired;

import net.vireo.cli.tables.NexthopItem;
import net.vireo.cli.tables.RouteItem;
import net.vireo.cli.tables.VifItem;
import net.vireo.cli.text.IpPrefix;
import net.vireo.sandesh.Family;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.VhostSocket;
import net.vireo.vrouter.table.Vif;

/**
 * What every node has: the fabric is vif0/0, the host vif0/1 in cross connect with it, the agent vif0/2; packets to the
 * node's own address are the host's.
 */
final class OwnVifs {
    private static final int ETHERNET_HEADER_BYTES = 14;
    private static final String HOST_DEVICE = "vhost0";
    private static final String AGENT_DEVICE = "unix";

    private final NodeFile file;
    private final Plan plan;

    private OwnVifs(final NodeFile file, final Plan plan) {
        this.file = file;
        this.plan = plan;
    }

    static void add(final NodeFile file, final Plan plan) {
        final OwnVifs own = new OwnVifs(file, plan);
        final int ethernet = Vif.TRANSPORT_ETH;
        final int fabric = file.fabricSocket().isPresent() ? Vif.TRANSPORT_PMD : ethernet;
        own.vif(Vif.FABRIC_INDEX, Vif.TYPE_PHYSICAL, fabric, file.fabricDevice(), 0, Vif.FLAG_VHOST_PHYS, "fabric");
        own.vif(Vif.HOST_INDEX, Vif.TYPE_HOST, ethernet, HOST_DEVICE, 0, Vif.FLAG_XCONNECT, "host");
        own.vif(Vif.AGENT_INDEX, Vif.TYPE_AGENT, Vif.TRANSPORT_SOCKET, AGENT_DEVICE, Vif.NO_VRF, 0, "agent");
        final int receive = plan.nexthop(
                "receive",
                "receive on this node",
                NexthopItem.plain(Nexthop.TYPE_RECEIVE, Family.INET, 0, 0, Vif.HOST_INDEX));
        plan.route(new RouteItem(0, IpPrefix.host(file.address()), receive, 0, 0, 0));
    }

    private void vif(
            final int index,
            final int type,
            final int transport,
            final String device,
            final int vrf,
            final int flags,
            final String name) {
        final boolean isHost = index == Vif.HOST_INDEX;
        final VhostSocket socket =
                index == Vif.FABRIC_INDEX ? file.fabricSocket().orElse(VhostSocket.NONE) : VhostSocket.NONE;
        plan.vif(
                new VifItem(
                        index,
                        type,
                        transport,
                        device,
                        vrf,
                        Vif.NO_VRF,
                        Vif.FLAG_L3 | Vif.FLAG_L2 | flags,
                        index == Vif.AGENT_INDEX ? Vif.ROUTER_MAC : file.fabricMac(),
                        isHost ? file.address() : 0,
                        file.mtuBytes() + ETHERNET_HEADER_BYTES,
                        0,
                        isHost ? Vif.FABRIC_INDEX : Vif.NONE,
                        VifItem.Features.NONE.with(socket)),
                name,
                "");
    }
}
