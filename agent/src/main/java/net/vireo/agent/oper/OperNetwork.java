// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import net.vireo.agent.config.VirtualNetwork;

/**
 * A network with its VRF.
 *
 * @param vrf its number in the data plane
 */
public record OperNetwork(VirtualNetwork config, int vrf) {}
