// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.HashMap;
import java.util.Map;

/** How many entries of other tables name each entry of one. Control thread only. */
final class UseCounts {
    private final Map<Integer, Integer> uses = new HashMap<>();

    int of(final int index) {
        return uses.getOrDefault(index, 0);
    }

    void add(final int index) {
        uses.merge(index, 1, Integer::sum);
    }

    /** Without effect on an entry that nobody names. */
    void remove(final int index) {
        uses.computeIfPresent(index, (key, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }
}
