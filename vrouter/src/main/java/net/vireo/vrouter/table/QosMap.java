// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * From a packet's own marking to a forwarding class (fact sheet vrouter-dataplane 1.10). Immutable: the array belongs to
 * the record and must not be changed.
 *
 * @param index 0 .. 4095
 * @param classes forwarding class ids: 64 by DSCP, then 8 by MPLS EXP, then 8 by 802.1p
 */
@SuppressWarnings("ArrayRecordComponent") // read by lcores element by element; a list would be an indirection
public record QosMap(int index, byte[] classes) {
    /** How many maps there can be. */
    public static final int MAPS = 4096;

    public static final int DSCP_ROWS = 64;
    public static final int EXP_ROWS = 8;
    public static final int DOT1P_ROWS = 8;
    public static final int EXP_BASE = DSCP_ROWS;
    public static final int DOT1P_BASE = EXP_BASE + EXP_ROWS;
    public static final int ROWS = DOT1P_BASE + DOT1P_ROWS;
}
