// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.vireo.agent.oper.OperGateway;
import net.vireo.cli.text.IpPrefix;
import net.vireo.linux.LinuxException;
import net.vireo.linux.netlink.Link;
import net.vireo.linux.netlink.Route;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.vrouter.table.Vif;

/**
 * The host's side of gateways: their interfaces switched on, with a MAC that guests' packets are addressed to, and routes to
 * the networks by the virtual router, whose MAC needs no asking. Interfaces are the data plane's and take their routes with
 * them. Looked at again and again; nothing is remembered, so that an agent finds what an earlier one left. One thread.
 */
final class GatewayLinks {
    private static final int HOST_LENGTH = 32;

    /** @return what cannot be done, a sentence each */
    List<String> look(final List<OperGateway> gateways) {
        final List<String> wrong = new ArrayList<>();
        if (gateways.isEmpty()) {
            return wrong;
        }
        try (RtNetlink links = RtNetlink.open()) {
            for (final OperGateway gateway : gateways) {
                look(links, gateway).ifPresent(why -> wrong.add("gateway " + gateway.name() + ": " + why));
            }
        } catch (final LinuxException e) {
            wrong.add("the host's side of gateways cannot be looked at: " + e.getMessage());
        }
        return wrong;
    }

    private static Optional<String> look(final RtNetlink links, final OperGateway gateway) {
        final OptionalInt router = HostAddress.of(gateway.vif());
        if (router.isEmpty()) {
            return Optional.of("vif " + gateway.vif() + " has no link-local address for the host to send by");
        }
        try {
            final Optional<Link> link = links.findLink(gateway.device());
            if (link.isEmpty()) {
                return Optional.of("there is no " + gateway.device() + " yet: it waits for the data plane");
            }
            bring(links, link.get(), router.getAsInt(), gateway.subnets());
            return Optional.empty();
        } catch (final LinuxException e) {
            return Optional.of("the host has no way into network " + gateway.network() + ": " + e.getMessage()
                    + "; let the agent change links and routes, and no other link have " + gateway.subnets());
        }
    }

    private static void bring(final RtNetlink links, final Link link, final int router, final List<IpPrefix> subnets) {
        final int index = link.index();
        if (link.mac() != OperGateway.HOST_MAC) {
            links.setMac(index, OperGateway.HOST_MAC);
        }
        if (!link.up()) {
            links.setUp(index);
        }
        final List<Route> there = links.routes().stream()
                .filter(route -> route.oifIndex() == index)
                .toList();
        if (there.stream().noneMatch(route -> is(route, router, HOST_LENGTH))) {
            links.addRoute(router, HOST_LENGTH, 0, index);
        }
        if (links.neighbours().stream()
                .noneMatch(neighbour ->
                        neighbour.ip() == router && neighbour.mac() == Vif.ROUTER_MAC && neighbour.index() == index)) {
            links.putNeighbour(index, router, Vif.ROUTER_MAC);
        }
        final Set<IpPrefix> missing = new HashSet<>(subnets);
        for (final Route route : there) {
            final IpPrefix prefix = IpPrefix.ipv4(route.prefix(), route.prefixLength());
            if (!missing.remove(prefix) && route.gateway() == router) {
                links.deleteRoute(route.prefix(), route.prefixLength(), router, index);
            }
        }
        missing.forEach(prefix -> links.addRoute(prefix.address4(), prefix.length(), router, index));
    }

    private static boolean is(final Route route, final int prefix, final int length) {
        return route.prefix() == prefix && route.prefixLength() == length;
    }
}
