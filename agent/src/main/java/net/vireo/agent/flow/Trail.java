// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.LinkedHashSet;
import java.util.Set;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.Session;

/** A view that notes what it was asked: what a decision rests on is then known, whatever way it took. */
final class Trail implements FlowView {
    private final FlowView view;
    private final Set<FlowObject> objects = new LinkedHashSet<>();

    Trail(final FlowView view) {
        this.view = view;
    }

    @Override
    public FlowVif vif(final int id) {
        objects.add(new FlowObject.Vif(id));
        return view.vif(id);
    }

    @Override
    public FlowVif vifOfKey(final int nexthop) {
        objects.add(new FlowObject.KeyNexthop(nexthop));
        final FlowVif found = view.vifOfKey(nexthop);
        if (found != null) {
            objects.add(new FlowObject.Vif(found.id()));
        }
        return found;
    }

    @Override
    public FlowRoute route(final int vrf, final IpAddress address) {
        objects.add(new FlowObject.Address(vrf, address));
        return view.route(vrf, address);
    }

    @Override
    public FlowRoute source(final int vif, final int vrf, final IpAddress address) {
        objects.add(new FlowObject.Address(vrf, address));
        return view.source(vif, vrf, address);
    }

    @Override
    public LinkLocalService linkLocal(final IpAddress address, final int protocol, final int port) {
        objects.add(new FlowObject.LinkLocal());
        return view.linkLocal(address, protocol, port);
    }

    @Override
    public HostReach reach(final IpAddress linkLocal) {
        objects.add(new FlowObject.LinkLocal());
        return view.reach(linkLocal);
    }

    @Override
    public IpAddress knownAs(final int vif) {
        objects.add(new FlowObject.LinkLocal());
        return view.knownAs(vif);
    }

    @Override
    public HostEnd host(final boolean ipv6) {
        objects.add(new FlowObject.LinkLocal());
        return view.host(ipv6);
    }

    @Override
    public int mirror(final String analyser) {
        objects.add(new FlowObject.Mirror(analyser));
        return view.mirror(analyser);
    }

    /** Whose lists are asked. */
    void asks(final Session.End end) {
        if (end.here()) {
            if (end.network() != null) {
                objects.add(new FlowObject.Network(end.network()));
            }
            objects.add(new FlowObject.Applications());
            end.groups().forEach(id -> objects.add(new FlowObject.Group(id)));
        }
    }

    Set<FlowObject> objects() {
        return objects;
    }
}
