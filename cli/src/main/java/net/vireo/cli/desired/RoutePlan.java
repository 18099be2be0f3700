// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.desired;

import java.util.ArrayList;
import java.util.List;
import net.vireo.cli.tables.MacItem;
import net.vireo.cli.tables.NexthopItem;
import net.vireo.cli.tables.RouteItem;
import net.vireo.sandesh.Family;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;

/** The routes and bridge entries that a file names one by one. */
final class RoutePlan {
    private final Plan plan;
    private final Tunnels tunnels;
    private final GuestPlan guests;

    RoutePlan(final Plan plan, final Tunnels tunnels, final GuestPlan guests) {
        this.plan = plan;
        this.tunnels = tunnels;
        this.guests = guests;
    }

    void route(final NodeFile.RemoteRoute route) {
        final NodeFile.Network network = route.network();
        final int nexthop;
        int label = 0;
        if (route.targets().size() == 1) {
            nexthop = nexthop(route.targets().getFirst());
            label = Math.max(0, label(route.targets().getFirst(), network));
        } else {
            nexthop = ecmp(route);
        }
        plan.route(new RouteItem(
                network.vrf(),
                route.prefix(),
                nexthop,
                label,
                route.flags() | (label == 0 ? 0 : Route.FLAG_LABEL_VALID),
                route.mac()));
    }

    /** The members' labels stand with the members, not with the route. */
    private int ecmp(final NodeFile.RemoteRoute route) {
        final NodeFile.Network network = route.network();
        final List<Integer> members = new ArrayList<>();
        final List<Integer> labels = new ArrayList<>();
        for (final NodeFile.Target target : route.targets()) {
            members.add(nexthop(target));
            labels.add(label(target, network));
        }
        return plan.nexthop(
                "ecmp:" + network.name() + ":" + route.prefix(),
                "one of " + members.size() + " ways to " + route.prefix(),
                NexthopItem.composite(Family.INET, Nexthop.FLAG_COMPOSITE_ECMP, network.vrf(), members, labels));
    }

    private int nexthop(final NodeFile.Target target) {
        return switch (target) {
            case final NodeFile.Remote remote -> tunnels.routed(remote.peer());
            case final NodeFile.Local local -> guests.nexthop(local.guest());
            case final NodeFile.Translate translate ->
                plan.nexthop(
                        "translate:" + translate.network().name(),
                        "on in " + translate.network().name(),
                        NexthopItem.plain(
                                Nexthop.TYPE_VRF_TRANSLATE,
                                Family.INET,
                                0,
                                translate.network().vrf(),
                                Nexthop.NO_VIF));
            case final NodeFile.Discard discard -> Nexthop.DISCARD.id;
        };
    }

    private static int label(final NodeFile.Target target, final NodeFile.Network network) {
        return target instanceof final NodeFile.Remote remote ? Tunnels.label(remote, network) : NexthopItem.NO_LABEL;
    }

    void mac(final NodeFile.RemoteMac mac) {
        final NodeFile.Network network = mac.network();
        switch (mac.target()) {
            case final NodeFile.Remote remote -> {
                final boolean vxlan = remote.peer().encap() == NodeFile.Encap.VXLAN;
                plan.mac(
                        network.vrf(),
                        mac.mac(),
                        tunnels.bridged(remote.peer()),
                        Tunnels.label(remote, network),
                        network.controlWord() && !vxlan ? MacItem.FLAG_L2_CONTROL_DATA : 0);
            }
            case final NodeFile.Local local ->
                plan.mac(network.vrf(), mac.mac(), guests.bridgedNexthop(local.guest()), 0, 0);
            default -> plan.mac(network.vrf(), mac.mac(), nexthop(mac.target()), 0, 0);
        }
    }
}
