// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.desired;

import java.util.HashMap;
import java.util.Map;
import net.vireo.cli.tables.NexthopItem;
import net.vireo.cli.tables.RouteItem;
import net.vireo.cli.tables.VifItem;
import net.vireo.cli.text.IpPrefix;
import net.vireo.sandesh.Family;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.VhostSocket;
import net.vireo.vrouter.table.Vif;

/**
 * The guests of a node. In a routed network each gets a next hop that writes its Ethernet header, a label, and a route
 * per address; in a bridged one a next hop that takes frames as they are, a label of its own, and a bridge entry.
 */
final class GuestPlan {
    private static final int GUEST_MTU_BYTES = 9160;

    private final Plan plan;
    private final Map<String, Integer> routed = new HashMap<>();
    private final Map<String, Integer> bridged = new HashMap<>();
    private final Map<String, Integer> indexes = new HashMap<>();

    GuestPlan(final Plan plan) {
        this.plan = plan;
    }

    /** The next hop that takes packets to a guest; frames when its network has no packets. */
    int nexthop(final String guest) {
        return routed.getOrDefault(guest, bridged.getOrDefault(guest, 0));
    }

    /** The next hop that takes frames to a guest, 0 when its network has none. */
    int bridgedNexthop(final String guest) {
        return bridged.getOrDefault(guest, 0);
    }

    void add(final NodeFile.Guest guest) {
        final NodeFile.Network network = guest.network();
        final NodeFile.Mode mode = network.mode();
        final int index = plan.vifIndex(guest);
        indexes.put(guest.name(), index);
        final int policy = guest.options().policy() ? Nexthop.FLAG_POLICY : 0;
        if (mode.isRouted()) {
            routed.put(
                    guest.name(),
                    plan.nexthop(
                            "encap:" + guest.name(),
                            "to " + guest.name(),
                            NexthopItem.encap(Family.INET, policy, network.vrf(), index, guest.mac())));
        }
        if (mode.isBridged()) {
            final int control = network.controlWord() ? Nexthop.FLAG_L2_CONTROL_DATA : 0;
            bridged.put(
                    guest.name(),
                    plan.nexthop(
                            "l2encap:" + guest.name(),
                            "frames to " + guest.name(),
                            NexthopItem.encap(Family.BRIDGE, policy | control, network.vrf(), index, guest.mac())));
        }
        plan.vif(vif(guest, index), guest.name(), network.name());
        label(guest.label(), routed, guest, "to ");
        label(guest.bridgeLabel(), bridged, guest, "frames to ");
        addresses(guest);
        if (mode.isBridged()) {
            plan.mac(network.vrf(), guest.mac(), bridged.get(guest.name()), 0, 0);
        }
    }

    private void label(
            final int label, final Map<String, Integer> nexthops, final NodeFile.Guest guest, final String to) {
        if (label != 0 && nexthops.containsKey(guest.name())) {
            plan.label(label, nexthops.get(guest.name()), to + guest.name());
        }
    }

    private VifItem vif(final NodeFile.Guest guest, final int index) {
        final NodeFile.Network network = guest.network();
        final NodeFile.Mode mode = network.mode();
        final NodeFile.Options options = guest.options();
        final boolean part = !guest.parent().isEmpty();
        final int flags = (mode.isRouted() ? Vif.FLAG_L3 : 0)
                | (mode.isBridged() ? Vif.FLAG_L2 : 0)
                | (options.policy() ? Vif.FLAG_POLICY : 0)
                | (options.dhcp() ? Vif.FLAG_DHCP : 0)
                | (network.groups() == NodeFile.Groups.FLOODED ? 0 : Vif.FLAG_IGMP)
                | (network.floodUnknown() ? Vif.FLAG_UNKNOWN_UC_FLOOD : 0)
                | options.mirrorFlags();
        return new VifItem(
                index,
                part ? Vif.TYPE_VIRTUAL_VLAN : Vif.TYPE_VIRTUAL,
                part ? Vif.TRANSPORT_VIRTUAL : guest.vhost().isPresent() ? Vif.TRANSPORT_PMD : Vif.TRANSPORT_ETH,
                guest.device(),
                network.vrf(),
                mode.isBridged() ? network.vrf() : Vif.NO_VRF,
                flags,
                Vif.ROUTER_MAC,
                guest.address(),
                GUEST_MTU_BYTES,
                nexthop(guest.name()),
                Vif.NONE,
                new VifItem.Features(
                        guest.address6(),
                        part ? indexes.getOrDefault(guest.parent(), Vif.NONE) : Vif.NONE,
                        guest.tag().vlan(),
                        guest.tag().outerVlan(),
                        guest.tag().sourceMacs(),
                        options.mirror(),
                        options.metadata(),
                        options.qosMap(),
                        guest.vhost().orElse(VhostSocket.NONE),
                        options.fatFlows()));
    }

    private void addresses(final NodeFile.Guest guest) {
        if (guest.network().mode().isRouted() && !guest.options().withdrawn()) {
            if (guest.address() != 0) {
                route(guest, IpPrefix.host(guest.address()));
            }
            if (!guest.address6().isEmpty()) {
                route(guest, IpPrefix.parse(guest.address6()).orElseThrow());
            }
        }
    }

    /** Inside a bridged subnet guests learn each other's own MAC, elsewhere the router's (sheet 2.4). */
    private void route(final NodeFile.Guest guest, final IpPrefix host) {
        final boolean bridged = guest.network().mode().isBridged();
        final int label = guest.label() == 0 ? 0 : Route.FLAG_LABEL_VALID;
        plan.route(new RouteItem(
                guest.network().vrf(),
                host,
                routed.get(guest.name()),
                guest.label(),
                label | Route.FLAG_ARP_PROXY,
                bridged ? guest.mac() : 0));
    }
}
