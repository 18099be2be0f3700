// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import net.vireo.cli.text.IpPrefix;

/**
 * A prefix behind other nodes, or here.
 *
 * @param paths several share the traffic by flow; none: it is discarded
 * @param hostName what the guest behind it is called in the network's DNS, empty for nothing
 * @param mac what ARP for it is answered with, 0 for the router's own
 */
public record RouteConfig(String network, IpPrefix prefix, String hostName, List<Path> paths, long mac)
        implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "Route";

    /**
     * A way.
     *
     * @param via a peer's name, or a port's
     * @param label that the peer expects, 0 where the network's VNI counts or the port is here
     */
    public record Path(String via, int label) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String name() {
        return prefix + " in " + network;
    }
}
