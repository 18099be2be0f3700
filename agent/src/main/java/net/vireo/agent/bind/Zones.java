// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.vireo.agent.config.LinkLocalService;
import net.vireo.agent.config.PortConfig;
import net.vireo.agent.config.RouteConfig;
import net.vireo.agent.config.VirtualNetwork;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.service.Ipv4Prefix;
import net.vireo.agent.service.Ipv6Prefix;
import net.vireo.agent.service.dns.VirtualZone;
import net.vireo.cli.text.IpPrefix;
import net.vireo.packet.Ipv6Address;

/**
 * The names of networks in the database of one moment: ports by their names below the network's domain, whether they are
 * plugged here or not, guests elsewhere as their routes name them, and link-local services by theirs alone. Zones are made when somebody asks. One thread.
 */
final class Zones {
    /** A guest may move, and its address with it, any time. */
    private static final int TTL_S = 60;

    private final OperState state;
    private final Map<String, VirtualZone> zones = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    Zones(final OperState state) {
        this.state = state;
    }

    /** The names of a network. */
    VirtualZone of(final VirtualNetwork network) {
        return zones.computeIfAbsent(network.name(), name -> build(network));
    }

    /** What has no name because of how it is called, a sentence each; of the networks that were asked for. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    private VirtualZone build(final VirtualNetwork network) {
        final VirtualZone.Builder zone = builder(network);
        for (final VirtualNetwork.Subnet subnet : network.subnets()) {
            final IpPrefix prefix = subnet.prefix();
            if (prefix.ipv6()) {
                zone.subnet(new Ipv6Prefix(new Ipv6Address(prefix.high(), prefix.low()), prefix.length()));
            } else {
                zone.subnet(new Ipv4Prefix(prefix.address4(), prefix.length()));
            }
        }
        for (final PortConfig port : state.config().all(PortConfig.class)) {
            if (port.network().equals(network.name())) {
                port.addresses().forEach(address -> add(zone, port.title(), port.name(), address));
            }
        }
        for (final RouteConfig route : state.config().all(RouteConfig.class)) {
            if (route.network().equals(network.name()) && !route.hostName().isEmpty()) {
                add(zone, route.title(), route.hostName(), route.prefix());
            }
        }
        for (final LinkLocalService service : state.config().all(LinkLocalService.class)) {
            add(zone, service.title(), service.name() + ".", service.address());
        }
        return zone.build();
    }

    private VirtualZone.Builder builder(final VirtualNetwork network) {
        try {
            return VirtualZone.named(network.dns().domain()).ttlS(TTL_S);
        } catch (final IllegalArgumentException e) {
            problems.add(network.title() + ": its domain is no name for DNS: " + e.getMessage()
                    + "; its guests are found by single names only");
            return VirtualZone.named("").ttlS(TTL_S);
        }
    }

    private void add(final VirtualZone.Builder zone, final String title, final String name, final IpPrefix address) {
        try {
            if (address.ipv6()) {
                zone.host(name, new Ipv6Address(address.high(), address.low()));
            } else {
                zone.host(name, address.address4());
            }
        } catch (final IllegalArgumentException e) {
            problems.add(title + " has a name that DNS cannot hold, and is not found by it: " + e.getMessage());
        }
    }
}
