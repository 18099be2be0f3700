// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import net.vireo.agent.config.PortConfig;

/**
 * A port as it is now.
 *
 * @param device what carries it, empty while nobody brought one
 * @param reason why it is not active, empty when it is
 * @param vif its index in the data plane, -1 while it is not active
 * @param vrf of its network, -1 while it is not active
 * @param label under which others send packets to it, 0 for none
 * @param bridgeLabel the same for frames
 * @param nexthop that leads to it: what stands in the keys of its flows; 0 while it is not active
 * @param instance the machine's id, empty when nobody said
 * @param project the id of whose it is, empty when nobody said
 */
public record OperPort(
        PortConfig config,
        String device,
        String reason,
        int vif,
        int vrf,
        int label,
        int bridgeLabel,
        int nexthop,
        String instance,
        String project) {
    /** One that is not in the data plane. */
    static OperPort inactive(final PortConfig config, final String device, final String reason) {
        return new OperPort(config, device, reason, -1, -1, 0, 0, 0, "", "");
    }

    /** Whether the data plane should have it. */
    public boolean isActive() {
        return reason.isEmpty();
    }
}
