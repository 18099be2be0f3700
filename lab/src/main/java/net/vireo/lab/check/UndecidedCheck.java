// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.Decider;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.traffic.PingResult;
import net.vireo.lab.traffic.Pinger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The control of the flow scenario: while nobody decides on a node, a new conversation does not pass, and its drops have
 * a name; afterwards it does.
 *
 * @param from the guest that asks
 * @param to a guest on the same node
 */
public record UndecidedCheck(Guest from, Guest to) implements Check {
    private static final int COUNT = 6;
    private static final long FIRST_LIMIT_MS = 20_000;
    private static final long LIMIT_MS = 10_000;
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String title() {
        return "with nobody to permit flows on " + from.node() + ", nothing new passes";
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final Decider decider = lab.deciders().get(from.node());
        final Map<String, Long> before = drops(lab);
        final Tally tally = lab.fabric().tally();
        final PingResult alone;
        decider.stop();
        try {
            alone = Pinger.ping(lab.place(from), to.address(Family.IPV4), COUNT);
        } finally {
            decider.start();
        }
        // Who has just started decides slowly, and only some packets of a flow wait: one that is judged comes first.
        Pinger.untilAnswered(lab.place(from), to.address(Family.IPV4), FIRST_LIMIT_MS);
        final Map<String, Long> named = new TreeMap<>();
        drops(lab).forEach((reason, count) -> {
            if (count > before.getOrDefault(reason, 0L)) {
                named.put(reason, count - before.getOrDefault(reason, 0L));
            }
        });
        final PingResult after = Pinger.pingFlow(lab.place(from), to.address(Family.IPV4), COUNT);
        final TunnelProof proof = TunnelProof.of(
                lab.topology(), from, to, Family.IPV4, 0, lab.fabric().tally().since(tally));
        return new Outcome(
                alone.silent() && !named.isEmpty() && after.complete() && proof.holds(),
                "alone: " + alone.summary() + ", drops " + named + "; again: " + after.summary(),
                proof.text(),
                Map.of("receivedAlone", alone.received(), "dropsAlone", named, "receivedAfter", after.received()));
    }

    private Map<String, Long> drops(final RunningLab lab) throws InterruptedException {
        final String output = Commands.runQuietly(
                        lab.launcher().with(List.of("dropstats", "--node", from.node(), "-o", "json")), LIMIT_MS)
                .output();
        final Map<String, Long> drops = new TreeMap<>();
        try {
            for (final Map.Entry<String, JsonNode> drop :
                    JSON.readTree(output).path("drops").properties()) {
                drops.put(drop.getKey(), drop.getValue().asLong(0));
            }
        } catch (final JacksonException e) {
            throw new IllegalStateException("vireo dropstats printed no JSON", e);
        }
        return drops;
    }
}
