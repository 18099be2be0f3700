// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.desired;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.vireo.cli.tables.NexthopItem;
import net.vireo.cli.tables.RouteItem;
import net.vireo.cli.text.IpPrefix;
import net.vireo.sandesh.Family;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;

/**
 * What a network has besides its guests: the router's MAC as the door from layer 2 to layer 3, the broadcast entry with
 * its composite of composites, the way in by VNI or broadcast label, subnets and gateways (sheet 1.5, 2.2, 2.4, 2.6).
 */
final class NetworkPlan {
    private static final long BROADCAST_MAC = 0xffff_ffff_ffffL;

    private final NodeFile file;
    private final Plan plan;
    private final Tunnels tunnels;
    private final GuestPlan guests;

    NetworkPlan(final NodeFile file, final Plan plan, final Tunnels tunnels, final GuestPlan guests) {
        this.file = file;
        this.plan = plan;
        this.tunnels = tunnels;
        this.guests = guests;
    }

    void add(final NodeFile.Network network) {
        final boolean framed = network.mode().isBridged() || network.vni() != 0;
        if (network.mode().isRouted() && framed) {
            plan.mac(network.vrf(), Vif.ROUTER_MAC, layer3(), 0, 0);
        }
        if (network.mode().isBridged()) {
            broadcast(network);
        }
        if (network.vni() != 0) {
            plan.vni(network.vni(), translate(network), "frames in " + network.name());
        }
        network.prefixes().forEach(prefix -> subnet(network, prefix));
        network.gateways().forEach(gateway -> gateway(network, gateway));
    }

    private int layer3() {
        return plan.nexthop(
                "l2receive",
                "from layer 2 to layer 3",
                NexthopItem.plain(Nexthop.TYPE_L2_RECEIVE, Family.INET, 0, 0, Nexthop.NO_VIF));
    }

    private int translate(final NodeFile.Network network) {
        return plan.nexthop(
                "vni:" + network.name(),
                "frames in " + network.name(),
                NexthopItem.plain(
                        Nexthop.TYPE_VRF_TRANSLATE,
                        Family.BRIDGE,
                        Nexthop.FLAG_TUNNEL_VXLAN | flood(network),
                        network.vrf(),
                        Nexthop.NO_VIF));
    }

    private static int flood(final NodeFile.Network network) {
        return network.floodUnknown() ? Nexthop.FLAG_UNKNOWN_UC_FLOOD : 0;
    }

    /** Broadcast goes to the guests here, and, unless it came from there, to the other nodes one by one. */
    private void broadcast(final NodeFile.Network network) {
        final int vrf = network.vrf();
        final List<Integer> parts = new ArrayList<>();
        final List<Integer> local = file.interfaces().stream()
                .filter(guest -> guest.network().equals(network))
                .map(guest -> guests.bridgedNexthop(guest.name()))
                .toList();
        if (!local.isEmpty()) {
            final List<Integer> labels = Collections.nCopies(local.size(), NexthopItem.NO_LABEL);
            parts.add(plan.nexthop(
                    "encap-composite:" + network.name(),
                    "guests in " + network.name() + " on this node",
                    NexthopItem.composite(Family.BRIDGE, Nexthop.FLAG_COMPOSITE_ENCAP, vrf, local, labels)));
        }
        final List<Integer> others = new ArrayList<>();
        final List<Integer> labels = new ArrayList<>();
        for (final NodeFile.Flood flood : file.broadcast()) {
            if (flood.network().equals(network)) {
                others.add(tunnels.bridged(flood.target().peer()));
                labels.add(Tunnels.label(flood.target(), network));
            }
        }
        if (!others.isEmpty()) {
            final int control = network.controlWord() ? Nexthop.FLAG_L2_CONTROL_DATA : 0;
            parts.add(plan.nexthop(
                    "evpn-composite:" + network.name(),
                    "other nodes with " + network.name(),
                    NexthopItem.composite(Family.BRIDGE, Nexthop.FLAG_COMPOSITE_EVPN | control, vrf, others, labels)));
        }
        final int all = plan.nexthop(
                "broadcast:" + network.name(),
                "broadcast in " + network.name(),
                NexthopItem.composite(
                        Family.BRIDGE,
                        Nexthop.FLAG_MULTICAST | flood(network),
                        vrf,
                        parts,
                        Collections.nCopies(parts.size(), NexthopItem.NO_LABEL)));
        plan.mac(vrf, BROADCAST_MAC, all, network.vni(), 0);
        if (network.broadcastLabel() != 0) {
            plan.label(network.broadcastLabel(), all, "broadcast in " + network.name());
        }
    }

    /**
     * Where no guest is known, ARP goes on to everybody when the subnet is bridged; when it is only routed, the router
     * answers for all of it.
     */
    private void subnet(final NodeFile.Network network, final IpPrefix prefix) {
        final int flags = network.mode().isBridged() ? Route.FLAG_ARP_FLOOD : Route.FLAG_ARP_PROXY;
        plan.route(new RouteItem(network.vrf(), prefix, Nexthop.DISCARD.id, 0, flags, 0));
    }

    /** The router's own address: it answers ARP; what else comes there is the agent's. */
    private void gateway(final NodeFile.Network network, final IpPrefix address) {
        final int agent = plan.nexthop(
                "agent", "to the agent", NexthopItem.encap(Family.INET, 0, 0, Vif.AGENT_INDEX, Vif.ROUTER_MAC));
        plan.route(new RouteItem(network.vrf(), address, agent, 0, Route.FLAG_ARP_PROXY, 0));
    }
}
