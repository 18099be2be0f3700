// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ledger when the lcores were last asked for it.
 *
 * @param asked false when nobody asked yet, or an lcore did not come in time
 * @param atEpochMs when they were
 * @param missing packets without a name; negative when there are too many
 * @param terms its sides
 * @param broken what does not hold, each with its difference
 */
public record LedgerState(
        boolean asked, long atEpochMs, boolean balanced, long missing, Map<String, Long> terms, List<String> broken) {
    /** Before the first. */
    public static final LedgerState NONE = new LedgerState(false, 0, true, 0, Map.of(), List.of());

    public LedgerState {
        terms = new LinkedHashMap<>(terms);
        broken = List.copyOf(broken);
    }
}
