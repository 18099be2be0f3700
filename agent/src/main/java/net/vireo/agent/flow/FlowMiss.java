// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import net.vireo.agent.policy.IpAddress;

/**
 * A flow that waits for its verdict.
 *
 * @param index its slot
 * @param generation of its slot, 0 .. 255
 * @param vif that its first packet came in on; the fabric's for what came out of a tunnel
 * @param vrf that the packet is routed in
 * @param key as the data plane has it
 * @param source, destination of the packet itself, which a fat flow's key leaves out
 */
public record FlowMiss(
        int index, int generation, int vif, int vrf, FlowKey key, IpAddress source, IpAddress destination) {
    /** A flow whose key holds the packet's addresses. */
    public static FlowMiss of(final int index, final int generation, final int vif, final int vrf, final FlowKey key) {
        return new FlowMiss(index, generation, vif, vrf, key, key.source(), key.destination());
    }
}
