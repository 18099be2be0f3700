// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.why;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.PacketLine;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LoggedDrop;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowReader;
import net.vireo.vrouter.flow.FlowRecord;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FlowVerdict;

/** Puts dropped packets together by reason, flow and verdict, the largest group first. */
final class DropGroups {
    /** What a flow's verdict, or the want of one, has to do with. */
    private static final Set<DropReason> BY_FLOW = EnumSet.of(
            DropReason.FLOW_ACTION_DROP,
            DropReason.FLOW_ACTION_INVALID,
            DropReason.FLOW_UNUSABLE,
            DropReason.FLOW_QUEUE_LIMIT_EXCEEDED,
            DropReason.FLOW_EVICT,
            DropReason.INVALID_SOURCE);

    private final NodeNames names;
    private final FlowReader flows;

    /** @param flows the flow table, or null when it cannot be read */
    DropGroups(final NodeNames names, final FlowReader flows) {
        this.names = names;
        this.flows = flows;
    }

    List<DropGroup> of(final List<LoggedDrop> drops) {
        final Map<DropGroup.Key, DropGroup> groups = new LinkedHashMap<>();
        final Map<Ends, String> verdicts = new LinkedHashMap<>();
        for (final LoggedDrop drop : drops) {
            final DropGroup.Key key = new DropGroup.Key(drop.reason(), drop.vif(), flow(drop), rule(drop, verdicts));
            DropGroup.in(groups, key).add(drop);
        }
        final List<DropGroup> sorted = new ArrayList<>(groups.values());
        sorted.sort(Comparator.comparingLong(DropGroup::packets).reversed());
        return sorted;
    }

    /** Who to whom; what is different in each packet of a flow is left out. */
    private static String flow(final LoggedDrop drop) {
        if (drop.head().length == 0) {
            return "not kept";
        }
        final String line = PacketLine.describe(drop.head());
        final int sequence = line.indexOf(", sequence ");
        return sequence < 0 ? line : line.substring(0, sequence);
    }

    private String rule(final LoggedDrop drop, final Map<Ends, String> verdicts) {
        if (BY_FLOW.contains(drop.reason())) {
            final Ends ends = Ends.of(drop.head());
            return ends == null || flows == null ? "" : verdicts.computeIfAbsent(ends, this::verdict);
        }
        if (drop.nexthopId() >= 0) {
            final String meaning = names.nexthop(drop.nexthopId());
            return "next hop " + drop.nexthopId() + (meaning.isEmpty() ? "" : " (" + meaning + ")");
        }
        return "";
    }

    private String verdict(final Ends ends) {
        for (int index = flows.nextLive(0); index != FlowTable.NONE; index = flows.nextLive(index + 1)) {
            final FlowRecord flow = flows.flow(index);
            if (flow != null && ends.matches(flow)) {
                return "flow " + index + ": " + words(flow);
            }
        }
        return "its flow is gone";
    }

    private static String words(final FlowRecord flow) {
        return switch (FlowState.action(flow.state())) {
            case FlowState.DROP ->
                "drop, "
                        + FlowDropReason.of(FlowVerdict.dropReason(flow.extras()))
                                .text();
            case FlowState.HOLD -> "waits for its verdict";
            case FlowState.FORWARD -> "forward";
            case FlowState.NAT -> "translate";
            default -> "unknown action";
        };
    }
}
