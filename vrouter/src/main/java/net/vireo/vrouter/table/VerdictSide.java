// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * What judges the flows of one interface, which flow keys name by its next hop. Immutable; the arrays are not to be
 * changed.
 */
public final class VerdictSide {
    private final int[] groups;
    private final int[] outTables;
    private final int[] inTables;

    /**
     * @param groups that it belongs to: what rules of others ask for
     * @param outTables numbers of the verdict tables that judge what it sends, all of which must let it pass
     * @param inTables numbers of those that judge what is sent to it
     */
    public VerdictSide(final int[] groups, final int[] outTables, final int[] inTables) {
        this.groups = groups.clone();
        this.outTables = outTables.clone();
        this.inTables = inTables.clone();
    }

    /** The groups that it belongs to. */
    public int[] groups() {
        return groups;
    }

    /** Tables that judge what it sends. */
    public int[] outTables() {
        return outTables;
    }

    /** Tables that judge what is sent to it. */
    public int[] inTables() {
        return inTables;
    }
}
