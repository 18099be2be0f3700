// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import java.util.List;
import net.vireo.cli.text.IpPrefix;

/**
 * A way between a network and the host, as it is in the data plane.
 *
 * @param device the interface on the host
 * @param subnets what the host reaches by it
 * @param routes what guests reach by it
 */
public record OperGateway(
        String name, String network, String device, int vif, int vrf, List<IpPrefix> subnets, List<IpPrefix> routes) {
    /** What guests' packets are addressed to behind every such interface: one link each, so one will do. */
    public static final long HOST_MAC = 0x0200_5e00_0101L;
}
