// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

import java.util.List;

/**
 * The indirection table of the fabric's receive side scaling.
 *
 * @param present false when the data plane has none in software
 * @param hits by entry: packets since the start
 */
public record RssTable(boolean present, int queues, List<Integer> queueOfEntry, List<Long> hits) {
    /** None. */
    public static final RssTable NONE = new RssTable(false, 0, List.of(), List.of());

    public RssTable {
        queueOfEntry = List.copyOf(queueOfEntry);
        hits = List.copyOf(hits);
    }
}
