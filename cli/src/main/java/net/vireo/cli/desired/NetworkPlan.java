// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.desired;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.vireo.cli.tables.NexthopItem;
import net.vireo.cli.tables.RouteItem;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.Family;
import net.vireo.vrouter.table.BridgeKey;
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
        final List<Integer> local = file.interfaces().stream()
                .filter(guest -> guest.network().equals(network))
                .map(guest -> guests.bridgedNexthop(guest.name()))
                .toList();
        final List<Integer> parts = new ArrayList<>();
        if (!local.isEmpty()) {
            parts.add(plan.nexthop(
                    "encap-composite:" + network.name(),
                    "guests in " + network.name() + " on this node",
                    group(network, Nexthop.FLAG_COMPOSITE_ENCAP, local)));
        }
        final List<Integer> elsewhere = otherNodes(network);
        parts.addAll(elsewhere);
        final int all = plan.nexthop(
                "broadcast:" + network.name(),
                "broadcast in " + network.name(),
                group(network, Nexthop.FLAG_MULTICAST | flood(network), parts));
        plan.mac(network.vrf(), BROADCAST_MAC, all, network.vni(), 0);
        if (network.broadcastLabel() != 0) {
            plan.label(network.broadcastLabel(), all, "broadcast in " + network.name());
        }
        if (network.groups() == NodeFile.Groups.KNOWN) {
            groups(network, elsewhere);
        }
    }

    private List<Integer> otherNodes(final NodeFile.Network network) {
        final List<Integer> others = new ArrayList<>();
        final List<Integer> labels = new ArrayList<>();
        for (final NodeFile.Flood flood : file.broadcast()) {
            if (flood.network().equals(network)) {
                others.add(tunnels.bridged(flood.target().peer()));
                labels.add(Tunnels.label(flood.target(), network));
            }
        }
        if (others.isEmpty()) {
            return List.of();
        }
        final int control = network.controlWord() ? Nexthop.FLAG_L2_CONTROL_DATA : 0;
        return List.of(plan.nexthop(
                "evpn-composite:" + network.name(),
                "other nodes with " + network.name(),
                NexthopItem.composite(
                        Family.BRIDGE, Nexthop.FLAG_COMPOSITE_EVPN | control, network.vrf(), others, labels)));
    }

    /**
     * A group goes to those who listen to it here and to the other nodes, of whom it is not known; one that nobody listens to
     * here to the other nodes only.
     */
    private void groups(final NodeFile.Network network, final List<Integer> elsewhere) {
        final int nobody = plan.nexthop(
                "other-groups:" + network.name(),
                "groups in " + network.name() + " without listeners on this node",
                group(network, Nexthop.FLAG_MULTICAST, elsewhere));
        plan.mac(network.vrf(), BridgeKey.OTHER_GROUPS_4, nobody, network.vni(), 0);
        plan.mac(network.vrf(), BridgeKey.OTHER_GROUPS_6, nobody, network.vni(), 0);
        for (final NodeFile.Listeners listeners : file.listeners()) {
            if (listeners.network().equals(network)) {
                group(network, listeners, elsewhere);
            }
        }
    }

    private void group(
            final NodeFile.Network network, final NodeFile.Listeners listeners, final List<Integer> elsewhere) {
        final String mac = Mac.text(listeners.mac());
        final List<Integer> parts = new ArrayList<>();
        parts.add(plan.nexthop(
                "listeners:" + network.name() + ":" + mac,
                "listeners to " + mac + " in " + network.name(),
                group(
                        network,
                        Nexthop.FLAG_COMPOSITE_ENCAP,
                        listeners.guests().stream().map(guests::bridgedNexthop).toList())));
        parts.addAll(elsewhere);
        final int all = plan.nexthop(
                "group:" + network.name() + ":" + mac,
                "group " + mac + " in " + network.name(),
                group(network, Nexthop.FLAG_MULTICAST, parts));
        plan.mac(network.vrf(), listeners.mac(), all, network.vni(), 0);
    }

    private static NexthopItem group(final NodeFile.Network network, final int flags, final List<Integer> members) {
        return NexthopItem.composite(
                Family.BRIDGE,
                flags,
                network.vrf(),
                members,
                Collections.nCopies(members.size(), NexthopItem.NO_LABEL));
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
