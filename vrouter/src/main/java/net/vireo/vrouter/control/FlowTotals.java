// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.List;

/**
 * How full the flow table is and what happened in it.
 *
 * @param used entries in their hash's place
 * @param overflowUsed entries in the overflow
 * @param created flows that the data path made
 * @param added flows that an agent made
 * @param changed flows that an agent changed
 * @param deleted flows that an agent deleted
 * @param processed requests to set a flow
 * @param held flows that wait for a decision
 * @param burstTokens how many flows may still go beyond the limit of those
 * @param createdByLcore flows that each lcore made, as far as 32 bits count
 */
public record FlowTotals(
        long used,
        long overflowUsed,
        long created,
        long added,
        long changed,
        long deleted,
        long processed,
        int held,
        int burstTokens,
        List<Integer> createdByLcore) {
    /** Of a table without flows. */
    public static final FlowTotals NONE = new FlowTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());

    public FlowTotals {
        createdByLcore = List.copyOf(createdByLcore);
    }
}
