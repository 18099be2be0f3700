// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.desired;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.vireo.cli.tables.ForwardingClassItem;
import net.vireo.cli.tables.MirrorItem;
import net.vireo.cli.tables.QosMapItem;

/** Mirrors, forwarding classes and QoS maps. */
final class ServicePlan {
    private static final int DSCP_VALUES = 64;
    private static final int PRIORITIES = 8;

    private final Plan plan;
    private final Tunnels tunnels;
    private final GuestPlan guests;

    ServicePlan(final Plan plan, final Tunnels tunnels, final GuestPlan guests) {
        this.plan = plan;
        this.tunnels = tunnels;
        this.guests = guests;
    }

    /** Copies to an analyzer carry metadata; those to a node or an interface are the packet alone. */
    void mirror(final NodeFile.Mirror mirror) {
        final boolean dynamic = mirror.address() != 0;
        final int nexthop =
                switch (mirror.target()) {
                    case final NodeFile.Remote remote -> tunnels.vxlan(remote.peer());
                    case final NodeFile.Local local -> nexthop(local.guest());
                    default -> tunnels.analyzer(mirror);
                };
        plan.state().add(new MirrorItem(mirror.index(), nexthop, dynamic ? MirrorItem.FLAG_DYNAMIC : 0, mirror.vni()));
        plan.names().mirrors().put(mirror.index(), mirror.name());
    }

    /** Mirrored are frames: where there is a next hop for frames, they take it. */
    private int nexthop(final String guest) {
        final int bridged = guests.bridgedNexthop(guest);
        return bridged == 0 ? guests.nexthop(guest) : bridged;
    }

    void forwardingClass(final NodeFile.ForwardingClass wanted) {
        plan.state()
                .add(new ForwardingClassItem(wanted.id(), wanted.dscp(), wanted.exp(), wanted.dot1p(), wanted.queue()));
        plan.names().classes().put(wanted.id(), wanted.name());
    }

    void qosMap(final NodeFile.QosMap map) {
        plan.state()
                .add(new QosMapItem(
                        map.id(),
                        rows(map.dscp(), DSCP_VALUES, map.other()),
                        rows(map.exp(), PRIORITIES, map.other()),
                        rows(map.dot1p(), PRIORITIES, map.other())));
        plan.names().qosMaps().put(map.id(), map.name());
    }

    private static List<Integer> rows(final Map<Integer, Integer> classes, final int count, final int other) {
        return IntStream.range(0, count)
                .mapToObj(mark -> classes.getOrDefault(mark, other))
                .toList();
    }
}
