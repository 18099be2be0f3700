// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import net.vireo.agent.policy.IpPrefix;

/** Which flows rest on what, so that a change needs to look at these only. One thread. */
final class FlowIndex {
    private final Map<FlowObject, Set<KnownFlow>> flows = new HashMap<>();

    /** Sorted, so that the addresses of a prefix stand together. */
    private final NavigableMap<FlowObject.Address, Set<KnownFlow>> addresses = new TreeMap<>();

    void add(final KnownFlow flow) {
        for (final FlowObject object : flow.decision().objects()) {
            if (object instanceof FlowObject.Address address) {
                addresses
                        .computeIfAbsent(address, made -> new LinkedHashSet<>())
                        .add(flow);
            } else {
                flows.computeIfAbsent(object, made -> new LinkedHashSet<>()).add(flow);
            }
        }
    }

    void remove(final KnownFlow flow) {
        for (final FlowObject object : flow.decision().objects()) {
            if (object instanceof FlowObject.Address address) {
                drop(addresses, address, flow);
            } else {
                drop(flows, object, flow);
            }
        }
    }

    private static <K> void drop(final Map<K, Set<KnownFlow>> all, final K key, final KnownFlow flow) {
        final Set<KnownFlow> of = all.get(key);
        if (of != null && of.remove(flow) && of.isEmpty()) {
            all.remove(key);
        }
    }

    /** The flows that rest on any of these. */
    Set<KnownFlow> of(final FlowChangeNotice notice) {
        final Set<KnownFlow> found = new LinkedHashSet<>();
        for (final FlowObject object : notice.objects()) {
            final Collection<KnownFlow> more =
                    object instanceof FlowObject.Address address ? addresses.get(address) : flows.get(object);
            if (more != null) {
                found.addAll(more);
            }
        }
        for (final FlowChangeNotice.Route route : notice.routes()) {
            final IpPrefix prefix = route.prefix();
            addresses
                    .subMap(
                            new FlowObject.Address(route.vrf(), prefix.address()),
                            true,
                            new FlowObject.Address(route.vrf(), prefix.last()),
                            true)
                    .values()
                    .forEach(found::addAll);
        }
        return found;
    }

    int size() {
        return flows.size() + addresses.size();
    }
}
