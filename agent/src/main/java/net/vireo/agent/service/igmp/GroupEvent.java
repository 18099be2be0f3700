// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.igmp;

/**
 * A guest became a member of a group, or is one no longer.
 *
 * @param network in which the group is
 */
public record GroupEvent(int network, int vif, Group group, boolean joined) {}
