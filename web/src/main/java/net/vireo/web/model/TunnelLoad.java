// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

import java.util.List;

/**
 * Tunnels of one kind.
 *
 * @param kind {@code MPLSoUDP}, {@code MPLSoGRE}, {@code VXLAN} or {@code UDP}
 * @param network whose packets are sent; empty where they are received, since the count is of the node
 * @param peers the other ends that there are next hops for
 */
public record TunnelLoad(String kind, String network, List<String> peers, Counter sent, Counter received) {
    public TunnelLoad {
        peers = List.copyOf(peers);
    }
}
