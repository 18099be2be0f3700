// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.cli.text.Pad;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.VrDropStats;
import net.vireo.vrouter.counter.DropReason;

/** Drop counters as {@code dropstats} prints them, one reason a line, only those that are not zero. */
final class DropText {
    private static final int LABEL_WIDTH = 28;

    private DropText() {}

    /** A count by reason of the upstream catalogue, in the order it is printed. */
    static Map<DropReason, Long> counts(final VrDropStats stats) {
        final Map<Integer, Long> byField = new HashMap<>();
        for (final Field<VrDropStats> field : stats.fields()) {
            if (field instanceof final Field.OfLong<VrDropStats> counter) {
                byField.put(field.id(), stats.value(counter));
            }
        }
        final Map<DropReason, Long> counts = new LinkedHashMap<>();
        for (final DropReason reason : DropReason.upstreamReasons()) {
            counts.put(reason, byField.getOrDefault(reason.wireField(), 0L));
        }
        return counts;
    }

    /**
     * Appends the lines.
     *
     * @param parts what our own finer reasons add to a reason, in words; none with {@code --plain}
     * @param debug true to print those that stand for no loss, or for a device that does not exist here
     */
    static void append(
            final StringBuilder out,
            final Map<DropReason, Long> counts,
            final Map<DropReason, String> parts,
            final boolean debug) {
        counts.forEach((reason, count) -> {
            if (count != 0 && (debug || isLoss(reason))) {
                out.append(Pad.right(reason.label(), LABEL_WIDTH))
                        .append("  ")
                        .append(count)
                        .append(Brackets.of(parts.getOrDefault(reason, "")))
                        .append('\n');
            }
        });
    }

    private static boolean isLoss(final DropReason reason) {
        return reason != DropReason.CLONED_ORIGINAL
                && reason != DropReason.VLAN_FWD_TX
                && reason != DropReason.VLAN_FWD_ENQ;
    }
}
