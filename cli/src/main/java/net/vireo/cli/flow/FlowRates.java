// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.flow;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.watch.Sampler;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrFlowTableData;

/** How fast flows come and go, as {@code flow -r} prints it, and what they are, as {@code flow -s} does. */
final class FlowRates {
    private FlowRates() {}

    /**
     * One line. Forward flows are those that packets made, the rest of what was added are their reverses.
     *
     * @param seconds between the two
     */
    static String line(
            final LocalDateTime now, final VrFlowTableData before, final VrFlowTableData after, final double seconds) {
        final long added = perSecond(VrFlowTableData.ADDED, before, after, seconds);
        final long forward = Math.min(added, perSecond(VrFlowTableData.CREATED, before, after, seconds));
        return now.truncatedTo(ChronoUnit.MILLIS).toString().replace('T', ' ')
                + ":  Entries = " + after.value(VrFlowTableData.USED_ENTRIES)
                + " Rate = " + added
                + " (Fwd = " + forward
                + " Rev = " + (added - forward)
                + " Del = " + perSecond(VrFlowTableData.DELETED, before, after, seconds)
                + ") Hold = " + after.value(VrFlowTableData.HOLD_ENTRIES)
                + " Free Burst Tokens = " + after.value(VrFlowTableData.BURST_FREE_TOKENS)
                + " Total Hold Entries = " + after.value(VrFlowTableData.CREATED)
                + "\n";
    }

    static Map<String, Object> tree(final VrFlowTableData before, final VrFlowTableData after, final double seconds) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("seconds", seconds);
        tree.put("entries", after.value(VrFlowTableData.USED_ENTRIES));
        tree.put("addedPerSecond", perSecond(VrFlowTableData.ADDED, before, after, seconds));
        tree.put("createdPerSecond", perSecond(VrFlowTableData.CREATED, before, after, seconds));
        tree.put("deletedPerSecond", perSecond(VrFlowTableData.DELETED, before, after, seconds));
        tree.put("hold", after.value(VrFlowTableData.HOLD_ENTRIES));
        tree.put("freeBurstTokens", after.value(VrFlowTableData.BURST_FREE_TOKENS));
        return tree;
    }

    private static long perSecond(
            final Field.OfLong<VrFlowTableData> field,
            final VrFlowTableData before,
            final VrFlowTableData after,
            final double seconds) {
        return Sampler.perSecond(before.value(field), after.value(field), seconds);
    }

    /** How many of which kind. */
    static Map<String, Long> kinds(final List<VireoFlowList> flows) {
        final Map<String, Long> kinds = new LinkedHashMap<>();
        kinds.put("Total Entries", (long) flows.size());
        kinds.put("Active Entries", count(flows, -1));
        kinds.put("Hold Entries", count(flows, FlowWords.HOLD));
        kinds.put("Fwd flow Entries", count(flows, FlowWords.FORWARD));
        kinds.put("drop flow Entries", count(flows, FlowWords.DROP));
        kinds.put("NAT flow Entries", count(flows, FlowWords.NAT));
        return kinds;
    }

    private static long count(final List<VireoFlowList> flows, final int action) {
        return flows.stream()
                .filter(flow -> action < 0
                        ? (flow.value(VireoFlowList.FLAGS) & FlowWords.ACTIVE) != 0
                        : flow.value(VireoFlowList.ACTION) == action)
                .count();
    }
}
