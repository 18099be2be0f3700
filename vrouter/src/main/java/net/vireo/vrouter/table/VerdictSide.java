// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * What judges the flows of one interface, which flow keys name by its next hop. Immutable.
 *
 * @param groups that it belongs to: what rules of others ask for
 * @param outTables numbers of the verdict tables that judge what it sends, all of which must let it pass
 * @param inTables numbers of those that judge what is sent to it
 */
public record VerdictSide(int[] groups, int[] outTables, int[] inTables) {
    private static final int[] NONE = {};

    /** Of an interface without policy: in no group, judged by nothing. */
    public static final VerdictSide FREE = new VerdictSide(NONE, NONE, NONE);
}
