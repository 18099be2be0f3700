// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.HashMap;
import java.util.Map;

/** How many entries of other tables name each next hop and each vif. Control thread only. */
final class UseCounts {
    private final Map<Integer, Integer> nexthops = new HashMap<>();
    private final Map<Integer, Integer> vifs = new HashMap<>();

    int ofNexthop(final int id) {
        return nexthops.getOrDefault(id, 0);
    }

    int ofVif(final int index) {
        return vifs.getOrDefault(index, 0);
    }

    void nexthop(final int id, final int change) {
        add(nexthops, id, change);
    }

    /** What a vif names was named or, with -1, is named no longer; nothing for null. */
    void by(final Vif vif, final int change) {
        if (vif == null) {
            return;
        }
        if (vif.nexthopId() != 0) {
            add(nexthops, vif.nexthopId(), change);
        }
        add(vifs, vif.crossConnect(), change);
        add(vifs, vif.features().parent(), change);
    }

    /** What a next hop names was named or, with -1, is named no longer; nothing for null. */
    void by(final Nexthop nexthop, final int change) {
        if (nexthop == null) {
            return;
        }
        add(vifs, nexthop.vifIndex, change);
        for (final int member : nexthop.details.members()) {
            add(nexthops, member, change);
        }
    }

    void clear() {
        nexthops.clear();
        vifs.clear();
    }

    /** Negative numbers name nothing. */
    private static void add(final Map<Integer, Integer> uses, final int index, final int change) {
        if (index >= 0) {
            uses.merge(index, change, UseCounts::sumOrNothing);
        }
    }

    private static Integer sumOrNothing(final Integer before, final Integer change) {
        return before + change == 0 ? null : Integer.valueOf(before + change);
    }
}
