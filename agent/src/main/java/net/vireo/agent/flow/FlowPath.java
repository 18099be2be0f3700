// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import net.vireo.agent.policy.IpAddress;

/**
 * The way of a flow's packets: filled step by step by {@link FlowResolver}, then only read.
 */
public final class FlowPath {
    FlowVif from;
    FlowVif to;
    FlowRoute sourceRoute;
    FlowRoute route;
    FloatingIp sourceFloating;
    FloatingIp destinationFloating;
    LinkLocalService service;
    FlowView.HostReach reach;
    FlowView.HostEnd host;

    /** The link-local address that the service on the host sees the guest under, or null. */
    IpAddress knownAs;

    int hostPort = HostPorts.NONE;
    int member = FlowEntry.NONE;
    int destinationVrf;

    /** As the packet is delivered, all translation done. */
    IpAddress source;

    IpAddress destination;
    int sourcePort;
    int destinationPort;

    FlowPath() {}

    /** The guest's interface that it begins at, or null. */
    public FlowVif from() {
        return from;
    }

    /** The guest's interface that it ends at, or null when it leaves the node. */
    public FlowVif to() {
        return to;
    }

    /** The route of its source, or null. */
    public FlowRoute sourceRoute() {
        return sourceRoute;
    }

    /** The route of its destination, or null. */
    public FlowRoute route() {
        return route;
    }

    /** The floating address that its source is translated to, or null. */
    public FloatingIp sourceFloating() {
        return sourceFloating;
    }

    /** The floating address that its destination is, or null. */
    public FloatingIp destinationFloating() {
        return destinationFloating;
    }

    /** The link-local service that it is for, or null. */
    public LinkLocalService service() {
        return service;
    }

    /** How the host reaches the guest by a link-local address, or null. */
    public FlowView.HostReach reach() {
        return reach;
    }

    /** The host's port that a link-local flow leaves from, {@link HostPorts#NONE} for others. */
    public int hostPort() {
        return hostPort;
    }

    /** The member of an ECMP next hop that it takes, {@link FlowEntry#NONE} when there is no choice. */
    public int member() {
        return member;
    }

    /** The address that it is delivered to. */
    public IpAddress destination() {
        return destination;
    }

    /** The address that it is delivered from. */
    public IpAddress source() {
        return source;
    }

    boolean translates() {
        return sourceFloating != null || destinationFloating != null || linkLocal();
    }

    /** Whether it is to or from the node itself, by a link-local address: both ends are translated. */
    boolean linkLocal() {
        return service != null || reach != null;
    }
}
