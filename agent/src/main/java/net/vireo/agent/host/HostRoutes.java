// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.util.List;
import java.util.Optional;
import net.vireo.linux.Errno;
import net.vireo.linux.LinuxException;
import net.vireo.linux.netlink.Link;
import net.vireo.linux.netlink.Route;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.packet.Ipv4Address;
import net.vireo.vrouter.table.Vif;

/**
 * The host's way to guests' link-local addresses: by vhost0 to the virtual router, whose MAC needs no asking. Looked at
 * again and again, because vhost0 is another one when the data plane was started anew, and because the kernel forgets all
 * neighbours of a link that gets another MAC, even permanent ones. One thread.
 */
final class HostRoutes {
    private static final String DEVICE = "vhost0";
    private static final int HOST_LENGTH = 32;

    private int doneFor;

    /** @return why there is no way, empty when there is one */
    Optional<String> look() {
        try (RtNetlink links = RtNetlink.open()) {
            final Optional<Link> device = links.findLink(DEVICE);
            if (device.isEmpty()) {
                doneFor = 0;
                return Optional.of("there is no " + DEVICE + " yet: link-local services wait for the data plane");
            }
            final int index = device.get().index();
            if (index != doneFor || !isThere(links, index)) {
                add(links, index);
                doneFor = index;
            }
            return Optional.empty();
        } catch (final LinuxException e) {
            return Optional.of("the host has no way to guests' link-local addresses: " + e.getMessage() + "; set "
                    + DEVICE + " up and give it the node's address, and let the agent change routes");
        }
    }

    private static boolean isThere(final RtNetlink links, final int index) {
        final List<Route> routes = links.routes();
        return HostAddress.GUESTS.stream()
                        .allMatch(guests -> routes.stream()
                                .anyMatch(route -> route.prefix() == guests.address4()
                                        && route.prefixLength() == guests.length()
                                        && route.oifIndex() == index))
                && links.neighbours().stream()
                        .anyMatch(neighbour -> neighbour.ip() == HostAddress.ROUTER
                                && neighbour.mac() == Vif.ROUTER_MAC
                                && neighbour.index() == index);
    }

    private static void add(final RtNetlink links, final int index) {
        route(links, HostAddress.ROUTER, HOST_LENGTH, 0, index);
        links.putNeighbour(index, HostAddress.ROUTER, Vif.ROUTER_MAC);
        HostAddress.GUESTS.forEach(
                guests -> route(links, guests.address4(), guests.length(), HostAddress.ROUTER, index));
    }

    private static void route(
            final RtNetlink links, final int prefix, final int length, final int gateway, final int index) {
        try {
            links.addRoute(prefix, length, gateway, index);
        } catch (final LinuxException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
            if (links.routes().stream()
                    .noneMatch(route ->
                            route.prefix() == prefix && route.prefixLength() == length && route.oifIndex() == index)) {
                throw new LinuxException(
                        e.errno(),
                        "add a route: " + Ipv4Address.format(prefix) + "/" + length + " leads to another link");
            }
        }
    }
}
