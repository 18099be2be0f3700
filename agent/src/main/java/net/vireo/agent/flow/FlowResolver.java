// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import net.vireo.agent.policy.IpAddress;
import net.vireo.vrouter.flow.FlowDropReason;

/**
 * Finds the way of a flow: interface, check of the source, floating addresses, route, the member of an ECMP next hop. Each
 * step answers why the flow can go no further, or null.
 */
final class FlowResolver {
    private final FlowMiss miss;
    private final FlowView view;
    private final int memberBefore;
    private final FlowPath path = new FlowPath();

    /** @param memberBefore the member that the flow took before, {@link FlowEntry#NONE} when it is new */
    FlowResolver(final FlowMiss miss, final FlowView view, final int memberBefore) {
        this.miss = miss;
        this.view = view;
        this.memberBefore = memberBefore;
        path.source = miss.source();
        path.destination = miss.destination();
        path.sourcePort = miss.key().sourcePort();
        path.destinationPort = miss.key().destinationPort();
        path.destinationVrf = miss.vrf();
    }

    FlowPath path() {
        return path;
    }

    FlowDropReason resolve() {
        final FlowVif ingress = view.vif(miss.vif());
        if (ingress == null || !ingress.active()) {
            return FlowDropReason.UNAVAILABLE_INTERFACE;
        }
        return ingress.kind() == FlowVif.Kind.FABRIC ? toGuest() : fromHere(ingress);
    }

    private FlowDropReason fromHere(final FlowVif ingress) {
        path.from = ingress.isGuest() ? ingress : null;
        if (!ingress.forwards(miss.source().ipv6())) {
            return FlowDropReason.IPV4_FORWARDING_DISABLED;
        }
        if (ingress.vrf() < 0) {
            return FlowDropReason.UNAVAILABLE_VRF;
        }
        path.sourceRoute = view.source(ingress.id(), miss.vrf(), miss.source());
        if (ingress.isGuest()
                && ingress.rpf()
                && (path.sourceRoute == null || !path.sourceRoute.leadsTo(ingress.id()))) {
            return FlowDropReason.NO_SOURCE_ROUTE;
        }
        if (ingress.kind() == FlowVif.Kind.HOST && miss.destination().isLinkLocal()) {
            path.reach = view.reach(miss.destination());
            if (path.reach != null) {
                return fromHost();
            }
        }
        if (path.from != null
                && (miss.destination().isLinkLocal() || path.from.services().contains(miss.destination()))) {
            path.service = view.linkLocal(
                    miss.destination(), miss.key().protocol(), miss.key().destinationPort());
            if (path.service != null) {
                return toService();
            }
        }
        path.route = view.route(miss.vrf(), miss.destination());
        if (!leadsSomewhere(path.route) && path.from != null) {
            leaveUnderFloatingIp();
        }
        if (!leadsSomewhere(path.route)) {
            return FlowDropReason.NO_DESTINATION_ROUTE;
        }
        if (path.sourceFloating != null) {
            final int port = path.sourceFloating.outerPort(miss.key().protocol(), path.sourcePort);
            if (port == FloatingIp.UNMAPPED) {
                return FlowDropReason.PORT_MAP_DROP;
            }
            path.source = path.sourceFloating.address();
            path.sourcePort = port;
        }
        return arrive();
    }

    /** Out of a tunnel: the key says which guest it is for. */
    private FlowDropReason toGuest() {
        final FlowVif guest = view.vifOfKey(miss.key().nexthop());
        if (guest == null || !guest.active()) {
            return FlowDropReason.UNAVAILABLE_INTERFACE;
        }
        path.to = guest;
        if (!guest.forwards(miss.source().ipv6())) {
            return FlowDropReason.IPV4_FORWARDING_DISABLED;
        }
        if (guest.vrf() < 0) {
            return FlowDropReason.UNAVAILABLE_VRF;
        }
        path.sourceRoute = view.route(miss.vrf(), miss.source());
        if (guest.rpf() && !leadsSomewhere(path.sourceRoute)) {
            return FlowDropReason.NO_SOURCE_ROUTE;
        }
        path.route = view.route(miss.vrf(), miss.destination());
        if (!leadsSomewhere(path.route)) {
            return FlowDropReason.NO_DESTINATION_ROUTE;
        }
        return translateDestination();
    }

    /** Where its own network knows no way, a floating address's network may: the one with the longest prefix. */
    private void leaveUnderFloatingIp() {
        for (final FloatingIp floating : path.from.floatingIps()) {
            if (floating.fromGuest() && floating.fixed().equals(miss.source())) {
                final FlowRoute found = view.route(floating.vrf(), miss.destination());
                if (leadsSomewhere(found)
                        && (path.sourceFloating == null
                                || found.prefix().length() > path.route.prefix().length())) {
                    path.sourceFloating = floating;
                    path.route = found;
                    path.destinationVrf = floating.vrf();
                }
            }
        }
    }

    private FlowDropReason fromHost() {
        path.to = view.vif(path.reach.vif());
        if (path.to == null || !path.to.active()) {
            return FlowDropReason.UNAVAILABLE_INTERFACE;
        }
        if (path.to.vrf() < 0) {
            return FlowDropReason.UNAVAILABLE_VRF;
        }
        path.source = path.reach.source();
        path.destination = path.reach.guest();
        path.destinationVrf = path.reach.vrf();
        path.route = view.route(path.destinationVrf, path.destination);
        return leadsSomewhere(path.route) ? null : FlowDropReason.NO_DESTINATION_ROUTE;
    }

    private FlowDropReason toService() {
        path.host = view.host(miss.destination().ipv6());
        if (path.host == null
                || path.service.address().ipv6() != miss.destination().ipv6()) {
            return FlowDropReason.LINK_LOCAL_SOURCE_NAT;
        }
        path.destination = path.service.address();
        path.knownAs = path.destination.equals(path.host.address()) ? view.knownAs(path.from.id()) : null;
        path.source = path.knownAs == null ? path.host.address() : path.knownAs;
        path.destinationPort = path.service.port();
        path.destinationVrf = path.host.vrf();
        path.route = view.route(path.host.vrf(), path.destination);
        return null;
    }

    private FlowDropReason arrive() {
        int vif = path.route.vif();
        if (path.route.kind() == FlowRoute.Kind.ECMP) {
            path.member = path.route.hasMember(memberBefore) ? memberBefore : path.route.choose(hash(miss.key()));
            if (path.member == FlowEntry.NONE) {
                return FlowDropReason.NO_DESTINATION_ROUTE;
            }
            vif = path.route.members().get(path.member).vif();
        } else if (path.route.kind() != FlowRoute.Kind.LOCAL) {
            return null;
        }
        if (vif == FlowRoute.NONE) {
            return null;
        }
        path.to = view.vif(vif);
        if (path.to == null || !path.to.active()) {
            return FlowDropReason.UNAVAILABLE_INTERFACE;
        }
        return translateDestination();
    }

    private FlowDropReason translateDestination() {
        for (final FloatingIp floating : path.to.floatingIps()) {
            if (floating.toGuest() && floating.address().equals(miss.destination())) {
                final int port = floating.guestPort(miss.key().protocol(), path.destinationPort);
                if (port == FloatingIp.UNMAPPED) {
                    return FlowDropReason.PORT_MAP_DROP;
                }
                path.destinationFloating = floating;
                path.destination = floating.fixed();
                path.destinationPort = port;
                path.destinationVrf = path.to.vrf();
                return null;
            }
        }
        return null;
    }

    private static boolean leadsSomewhere(final FlowRoute route) {
        return route != null && route.kind() != FlowRoute.Kind.DISCARD;
    }

    /** Of all that tells flows apart, the same on every node and every day. */
    static int hash(final FlowKey key) {
        long hash = mix(key.source(), 1) * 31 + mix(key.destination(), 2);
        hash = hash * 31 + ((long) key.protocol() << 32 | key.sourcePort() << 16 | key.destinationPort());
        hash *= 0x9e37_79b9_7f4a_7c15L;
        return (int) (hash >>> 33);
    }

    private static long mix(final IpAddress address, final int salt) {
        return (address.high() * 0xff51_afd7_ed55_8ccdL ^ address.low()) * 0xc4ce_b9fe_1a85_ec53L + salt;
    }
}
