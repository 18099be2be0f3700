// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.neighbour;

/**
 * Whom the host would send a packet to.
 *
 * @param linkIndex the host's link that it leaves by
 * @param address the gateway, or the destination itself when it is on the link
 */
record Hop(int linkIndex, int address) {}
