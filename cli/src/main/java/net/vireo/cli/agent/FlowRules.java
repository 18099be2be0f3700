// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;

/**
 * By which rules the flows of a node were decided, as its agent names them. Where no agent can be asked there are no names,
 * and nothing is said about it: a data plane may have another agent, or none.
 */
public final class FlowRules {
    /** No agent, no names. */
    public static final FlowRules NONE = new FlowRules();

    private final Map<Integer, Ruled> bySlot = new HashMap<>();

    private record Ruled(long generation, String rule) {}

    private FlowRules() {}

    /**
     * Asks the agent of a node about its flows from a slot on.
     *
     * @param all else one page only
     */
    public static FlowRules of(final NodeDirectory node, final int from, final boolean all) {
        final FlowRules rules = new FlowRules();
        try {
            final AgentClient agent = AgentClient.of(node);
            long next = from;
            while (next >= 0) {
                final long after = rules.add(agent.table("flow-rules?from=" + next));
                next = all && after > next ? after : -1;
            }
        } catch (final CommandFailed silent) {
            return NONE;
        }
        return rules;
    }

    /** @return from where to go on, -1 when that was all */
    private long add(final Object answer) {
        if (!(answer instanceof final Map<?, ?> page)
                || !(page.get("rules") instanceof final List<?> names)
                || !(page.get("flows") instanceof final List<?> flows)) {
            return -1;
        }
        for (final Object row : flows) {
            if (row instanceof final List<?> numbers
                    && numbers.size() == 3
                    && numbers.get(0) instanceof final Long slot
                    && numbers.get(1) instanceof final Long generation
                    && numbers.get(2) instanceof final Long place
                    && place >= 0
                    && place < names.size()) {
                bySlot.put(slot.intValue(), new Ruled(generation, String.valueOf(names.get(place.intValue()))));
            }
        }
        return page.get("next") instanceof final Long next ? next : -1;
    }

    /** The rule that decided about a flow, empty when nobody says so. */
    public String of(final int slot, final int generation) {
        final Ruled ruled = bySlot.get(slot);
        return ruled == null || ruled.generation() != generation ? "" : ruled.rule();
    }
}
