// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** MPLS over GRE gives a card nothing to hash: all flows of a pair of nodes arrive on one queue (deck p67 to p70). */
final class GreEntropyCheck implements Check {
    private static final String GRE = "gre-input";
    private static final long LEAST_PACKETS = 1000;
    private static final double MOSTLY_GRE = 0.5;
    private static final double SKEWED = 0.9;

    @Override
    public String name() {
        return "gre-entropy";
    }

    @Override
    public String fault() {
        return "The fabric's traffic is MPLS over GRE, whose outer headers are the same for all flows of two nodes: one"
                + " lcore polls all of it.";
    }

    @Override
    public String rule() {
        return "At least 1000 packets, half of the fabric's, came out of GRE and one of several lcores polled 90 % of the"
                + " fabric's: a warning when that lcore is 90 % busy, otherwise a note.";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        final List<Finding> findings = new ArrayList<>();
        final long gre = facts.traffic().steps().getOrDefault(GRE, 0L);
        for (final VifFacts fabric : facts.vifs()) {
            final long polled = fabric.sum(LcoreTraffic::polled);
            if (fabric.kind() == VifFacts.Kind.FABRIC
                    && fabric.lcores().size() > 1
                    && gre >= LEAST_PACKETS
                    && Figures.share(gre, Math.max(gre, polled)) >= MOSTLY_GRE) {
                final LcoreTraffic most = fabric.lcores().stream()
                        .max(Comparator.comparingLong(LcoreTraffic::polled))
                        .orElseThrow();
                if (Figures.share(most.polled(), polled) >= SKEWED) {
                    findings.add(finding(facts, fabric, gre, most, polled));
                }
            }
        }
        return findings;
    }

    private Finding finding(
            final Facts facts, final VifFacts fabric, final long gre, final LcoreTraffic most, final long polled) {
        final double share = Figures.share(most.polled(), polled);
        final boolean full = facts.isFull(most.lcore());
        final boolean spread = !facts.settings().loadBalance().equals(NodeSettings.NONE);
        final double worked = Figures.share(most.processed(), fabric.sum(LcoreTraffic::processed));
        return new Finding(
                name(),
                full ? Severity.WARNING : Severity.NOTE,
                fabric.title() + ": MPLS over GRE tells no flows apart, so one of "
                        + fabric.lcores().size() + " lcores polls all of it",
                Measure.over(
                        facts.seconds(),
                        share,
                        "lcore " + most.lcore() + " polled " + Figures.percent(share) + " of " + polled + " packets, "
                                + gre + " came out of GRE"),
                "lcore " + most.lcore() + " processed " + Figures.percent(worked) + " of the fabric's packets and was "
                        + Figures.percent(facts.busyShare(most.lcore())) + " busy"
                        + (full ? ": it bounds what the fabric carries" : ": nothing is lost by it now"),
                spread
                        ? "let the other nodes send MPLS over UDP, whose source ports tell flows apart: there vireo nh"
                                + " --convert-encap udp, or in their node files 'encap: udp', then vireo apply"
                        : "restart the data plane with --load-balance auto, which hashes what is inside; or let the other"
                                + " nodes send MPLS over UDP");
    }
}
