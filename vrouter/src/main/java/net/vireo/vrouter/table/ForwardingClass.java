// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * How packets of a class are marked and queued (fact sheet vrouter-dataplane 1.10). Immutable.
 *
 * @param id 0 .. 255
 * @param dscp for IP headers, 0 .. 63
 * @param exp for MPLS labels, 0 .. 7
 * @param dot1p for 802.1Q tags, 0 .. 7
 * @param queue the transmit queue it asks for
 */
public record ForwardingClass(int id, int dscp, int exp, int dot1p, int queue) {
    /** How many classes there can be. */
    public static final int CLASSES = 256;
}
