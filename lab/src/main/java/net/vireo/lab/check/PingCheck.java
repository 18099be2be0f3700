// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.HashMap;
import java.util.Map;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.traffic.PingResult;
import net.vireo.lab.traffic.Pinger;

/**
 * Ping from one guest to another: every request is answered.
 *
 * @param from the guest that asks
 * @param to the guest that answers
 * @param family which of their addresses are used
 */
public record PingCheck(Guest from, Guest to, Family family) implements Check {
    private static final int COUNT = 5;

    @Override
    public String title() {
        return from.network() + " ping " + family + " " + path(from, to);
    }

    /** Two guests and where they are, for the titles. */
    static String path(final Guest from, final Guest to) {
        final boolean inside = from.node().equals(to.node());
        return (inside ? "inside one node, " : "between nodes, ") + from.name() + " > " + to.name();
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final Tally before = lab.fabric().tally();
        final PingResult result = lab.deciders().isEmpty()
                ? Pinger.ping(lab.place(from), to.address(family), COUNT)
                : Pinger.pingFlow(lab.place(from), to.address(family), COUNT);
        final Tally seen = lab.fabric().tally().since(before);
        final TunnelProof proof = TunnelProof.of(lab.topology(), from, to, family, COUNT, seen);
        final Map<String, Object> figures = new HashMap<>(proof.figures());
        figures.putAll(figures(result));
        return new Outcome(result.complete() && proof.holds(), result.summary(), proof.text(), figures);
    }

    static Map<String, Object> figures(final PingResult result) {
        final Map<String, Object> figures = new HashMap<>();
        figures.put("sent", result.sent());
        figures.put("received", result.received());
        result.minMs().ifPresent(value -> figures.put("roundTripMinMs", value));
        result.avgMs().ifPresent(value -> figures.put("roundTripAvgMs", value));
        result.maxMs().ifPresent(value -> figures.put("roundTripMaxMs", value));
        return figures;
    }
}
