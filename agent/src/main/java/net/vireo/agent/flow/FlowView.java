// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import net.vireo.agent.policy.IpAddress;

/** What flow set-up asks about the node: its operational state at one time. Null says that there is nothing. */
public interface FlowView {
    /** An interface by its number. */
    FlowVif vif(int id);

    /** The guest's interface that a next hop stands for in flow keys. */
    FlowVif vifOfKey(int nexthop);

    /** The route of an address, by longest prefix. */
    FlowRoute route(int vrf, IpAddress address);

    /**
     * Where a guest's own address leads. A guest that is found ill has it still, though no route leads there: what it sends to
     * the node's services must pass, or it could never be found well again.
     */
    default FlowRoute source(final int vif, final int vrf, final IpAddress address) {
        return route(vrf, address);
    }

    /** The service of the host at a link-local address, or one of a network's own, and a port. */
    LinkLocalService linkLocal(IpAddress address, int protocol, int port);

    /** The host's end of link-local services for a family, or null when it has no address of it. */
    HostEnd host(boolean ipv6);

    /**
     * The link-local address by which the host itself knows a guest. A flow to a service on the host comes from there, with
     * the guest's own port. Null where it has none: the flow then comes from an address and port of the host's.
     */
    default IpAddress knownAs(final int vif) {
        return null;
    }

    /** The guest that the host reaches by a link-local address of this node, for health checks and the like. */
    default HostReach reach(final IpAddress linkLocal) {
        return null;
    }

    /** The index of an analyser's mirror, or less than 0. */
    int mirror(String analyser);

    /**
     * A guest as the host reaches it.
     *
     * @param vif of the guest
     * @param guest the guest's own address
     * @param source what the guest sees the host as
     * @param vrf where the host finds the guest
     */
    record HostReach(int vif, IpAddress guest, IpAddress source, int vrf) {}

    /**
     * The host.
     *
     * @param address its own
     * @param vrf of the fabric
     * @param keyNexthop what stands for it in flow keys
     */
    record HostEnd(IpAddress address, int vrf, int keyNexthop) {}
}
