// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.Set;
import net.vireo.agent.policy.IpPrefix;

/**
 * What has changed since flows were decided about.
 *
 * @param objects that changed, came or went
 * @param routes that changed, came or went
 */
public record FlowChangeNotice(Set<FlowObject> objects, Set<Route> routes) {
    public FlowChangeNotice {
        objects = Set.copyOf(objects);
        routes = Set.copyOf(routes);
    }

    /** A route of a VRF. */
    public record Route(int vrf, IpPrefix prefix) {}

    /** Objects changed. */
    public static FlowChangeNotice of(final FlowObject... objects) {
        return new FlowChangeNotice(Set.of(objects), Set.of());
    }

    /** A route changed. */
    public static FlowChangeNotice route(final int vrf, final IpPrefix prefix) {
        return new FlowChangeNotice(Set.of(), Set.of(new Route(vrf, prefix)));
    }
}
