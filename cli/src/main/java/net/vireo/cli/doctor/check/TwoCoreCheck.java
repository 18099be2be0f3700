// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.List;
import java.util.function.ToLongFunction;

/** Contrail's load balancing with two lcores: one polls, the other does all the work (deck p71, section 2 of its rules). */
final class TwoCoreCheck implements Check {
    private static final int ANOMALOUS_LCORES = 2;
    private static final long LEAST_PACKETS = 500;
    private static final double MOST = 0.8;

    @Override
    public String name() {
        return "two-core-anomaly";
    }

    @Override
    public String fault() {
        return "With Contrail's load balancing an lcore never processes what it polls: of two lcores one polls, and the"
                + " other does all the work.";
    }

    @Override
    public String rule() {
        return "--load-balance contrail with two lcores, and one polls more than 80 % of what is balanced while the other"
                + " processes more than 80 %; at least 500 packets.";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        if (facts.lcores().size() != ANOMALOUS_LCORES
                || !facts.settings().loadBalance().equals(NodeSettings.CONTRAIL)) {
            return List.of();
        }
        final int first = facts.lcores().getFirst().number();
        final int second = facts.lcores().getLast().number();
        final boolean firstPolls = polled(facts, first) >= polled(facts, second);
        final int poller = firstPolls ? first : second;
        final int worker = firstPolls ? second : first;
        final long polled = polled(facts, first) + polled(facts, second);
        final long processed = processed(facts, first) + processed(facts, second);
        final double pollShare = Figures.share(polled(facts, poller), polled);
        final double workShare = Figures.share(processed(facts, worker), processed);
        if (processed < LEAST_PACKETS || pollShare < MOST || workShare < MOST) {
            return List.of();
        }
        return List.of(new Finding(
                name(),
                Severity.WARNING,
                "lcore " + poller + " polls and lcore " + worker + " does all the work, whatever the number of flows:"
                        + " Contrail's load balancing never leaves a packet with the lcore that polled it",
                Measure.over(
                        facts.seconds(),
                        workShare,
                        "lcore " + worker + " processed " + Figures.percent(workShare) + " of " + processed
                                + " packets, lcore " + poller + " polled " + Figures.percent(pollShare) + " of them"),
                "the second lcore adds nothing: lcore " + worker + " was "
                        + Figures.percent(facts.busyShare(worker)) + " busy, lcore " + poller + " "
                        + Figures.percent(facts.busyShare(poller)) + "; "
                        + Figures.perSecond(facts.perSecond(processed), "packets") + " crossed a ring for nothing",
                "restart the data plane with --load-balance auto"));
    }

    private static long polled(final Facts facts, final int lcore) {
        return sum(facts, lcore, LcoreTraffic::polled);
    }

    private static long processed(final Facts facts, final int lcore) {
        return sum(facts, lcore, LcoreTraffic::processed);
    }

    /** Over what is balanced: guests' packets. What the fabric brings is balanced only if it is GRE. */
    private static long sum(final Facts facts, final int lcore, final ToLongFunction<LcoreTraffic> counter) {
        return facts.vifs().stream()
                .filter(vif -> vif.kind() == VifFacts.Kind.GUEST)
                .flatMap(vif -> vif.lcores().stream())
                .filter(each -> each.lcore() == lcore)
                .mapToLong(counter)
                .sum();
    }
}
