// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/**
 * What an agent says of a flow (the FLOW_SET of vr_flow_req).
 *
 * @param index its slot, or -1 to make it
 * @param generation what the agent knows of the slot's; ignored when it is to be made
 * @param key the flow's key, in row 0
 * @param reverse the index of its reverse flow, or -1
 * @param evict FORCE_EVICT: take it out; only a TCP connection that is over
 * @param setting the verdict; without {@link FlowState#ACTIVE} in its flags the flow is deleted
 */
public record FlowRequest(int index, int generation, FlowKeys key, int reverse, boolean evict, FlowSetting setting) {}
