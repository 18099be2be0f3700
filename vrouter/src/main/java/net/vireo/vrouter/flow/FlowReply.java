// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/**
 * What became of a {@link FlowRequest}.
 *
 * @param error 0, or the number of an error (errno(3)) of {@link FlowControl}
 * @param index the flow's slot, or -1
 * @param generation of its slot
 * @param held whether the flow waited for this: packets of it may be held, and {@link HoldLimit#judged} is to be told
 * @param packets, bytes what it had counted
 */
public record FlowReply(int error, int index, int generation, boolean held, long packets, long bytes) {}
