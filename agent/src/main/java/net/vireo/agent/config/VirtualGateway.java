// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import net.vireo.cli.text.IpPrefix;

/**
 * A way between a network and the host's own table (sheet control-plane 4.3, vgw): an interface of the host. IPv4 only.
 *
 * @param device the interface's name on the host, which the data plane makes
 * @param subnets what the host reaches by it; empty: the network's own subnets
 * @param routes what guests reach by it; empty: everything that has no other way
 */
public record VirtualGateway(String name, String network, String device, List<IpPrefix> subnets, List<IpPrefix> routes)
        implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "VirtualGateway";

    public VirtualGateway {
        subnets = List.copyOf(subnets);
        routes = List.copyOf(routes);
    }

    @Override
    public String kind() {
        return KIND;
    }
}
