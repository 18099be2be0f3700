// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.vireo.agent.flow.FlowEntry;
import net.vireo.agent.flow.KnownFlow;
import net.vireo.agent.http.LocalServer;
import net.vireo.agent.http.LocalServer.Answer;
import net.vireo.agent.http.LocalServer.Request;
import net.vireo.cli.text.JsonText;
import net.vireo.cli.text.Numbers;

/**
 * By which rule each slot of the flow table was decided: names stay with the agent, and {@code vireo flow} asks here. A page
 * begins with a slot ({@code ?from=N}) and names the one to go on with. Any thread.
 */
public final class FlowRules implements LocalServer.Handler {
    /** Where it is asked. */
    public static final String PATH = "/api/flow-rules";

    private static final String FROM = "from=";
    private static final int MOST_ROWS = 50_000;
    private static final int WRONG = 400;

    private final PolicyFlows flows;

    /** Rules of these. */
    public FlowRules(final PolicyFlows flows) {
        this.flows = flows;
    }

    private record Ruled(int generation, String rule) {}

    @Override
    public Answer answer(final Request request) {
        final int from = from(request.query());
        if (from < 0) {
            return Answer.text(WRONG, "'" + request.query() + "': expected from=SLOT, a number");
        }
        return Answer.json(JsonText.line(page(flows.ask(() -> rules(from)))));
    }

    private static int from(final String query) {
        if (query.isEmpty()) {
            return 0;
        }
        return query.startsWith(FROM) ? Numbers.decimal(query.substring(FROM.length()), Integer.MAX_VALUE) : -1;
    }

    private NavigableMap<Integer, Ruled> rules(final int from) {
        final NavigableMap<Integer, Ruled> bySlot = new TreeMap<>();
        for (final KnownFlow flow : flows.book().flows()) {
            if (flow.decision().policy() != null) {
                final String rule = flow.decision().policy().rule().text();
                note(bySlot, from, flow.slot(), flow.generation(), rule);
                note(bySlot, from, flow.reverseSlot(), flow.reverseGeneration(), rule);
            }
        }
        return bySlot;
    }

    private static void note(
            final NavigableMap<Integer, Ruled> bySlot,
            final int from,
            final int slot,
            final int generation,
            final String rule) {
        if (slot != FlowEntry.NONE && slot >= from) {
            bySlot.put(slot, new Ruled(generation, rule));
            if (bySlot.size() > MOST_ROWS + 1) {
                bySlot.pollLastEntry();
            }
        }
    }

    /** Each name once; flows as slot, generation and the place of their rule's name. */
    private static Map<String, Object> page(final NavigableMap<Integer, Ruled> bySlot) {
        final long next = bySlot.size() > MOST_ROWS ? bySlot.pollLastEntry().getKey() : -1;
        final Map<String, Integer> places = new LinkedHashMap<>();
        final List<Object> rows = new ArrayList<>();
        bySlot.forEach((slot, ruled) -> {
            final Integer place = places.computeIfAbsent(ruled.rule(), made -> places.size());
            rows.add(List.of(slot, ruled.generation(), place));
        });
        final Map<String, Object> page = new LinkedHashMap<>();
        page.put("rules", List.copyOf(places.keySet()));
        page.put("flows", rows);
        page.put("next", next);
        return page;
    }
}
