// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * GRE to a guest with many queues under Contrail's load balancing (deck p76): the lcore that polls the tunnel processes
 * nothing, so the guest's queue that it would send by stays idle.
 */
final class IdleQueueCheck implements Check {
    private static final String GRE = "gre-input";
    private static final long LEAST_PACKETS = 1000;
    private static final double MOSTLY_GRE = 0.5;
    private static final double POLLS = 0.9;
    private static final double IDLE = 0.02;

    @Override
    public String name() {
        return "gre-idle-queue";
    }

    @Override
    public String fault() {
        return "With Contrail's load balancing the lcore that polls MPLS over GRE processes none of it: the queue by which it"
                + " would send to a guest stays idle.";
    }

    @Override
    public String rule() {
        return "--load-balance contrail, at least 1000 packets, half of the fabric's, came out of GRE, one lcore polled 90 %"
                + " of the fabric's, and of at least 1000 packets for a guest with several queues less than 2 % left by the"
                + " queue of that lcore.";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        final List<Finding> findings = new ArrayList<>();
        final Optional<LcoreTraffic> poller = poller(facts);
        if (poller.isPresent() && facts.settings().loadBalance().equals(NodeSettings.CONTRAIL)) {
            for (final VifFacts vif : facts.vifs()) {
                if (vif.kind() == VifFacts.Kind.GUEST && vif.queues().sendQueues() > 1) {
                    look(facts, vif, poller.get().lcore()).ifPresent(findings::add);
                }
            }
        }
        return findings;
    }

    /** The lcore that polls the tunnels; empty when these are not GRE, or several do. */
    private static Optional<LcoreTraffic> poller(final Facts facts) {
        final long gre = facts.traffic().steps().getOrDefault(GRE, 0L);
        for (final VifFacts fabric : facts.vifs()) {
            final long polled = fabric.sum(LcoreTraffic::polled);
            if (fabric.kind() == VifFacts.Kind.FABRIC
                    && fabric.lcores().size() > 1
                    && gre >= LEAST_PACKETS
                    && Figures.share(gre, Math.max(gre, polled)) >= MOSTLY_GRE) {
                return fabric.lcores().stream()
                        .max(Comparator.comparingLong(LcoreTraffic::polled))
                        .filter(most -> Figures.share(most.polled(), polled) >= POLLS);
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> look(final Facts facts, final VifFacts vif, final int poller) {
        final int queues = vif.queues().sendQueues();
        final long sent = vif.sum(LcoreTraffic::sent);
        int queue = 0;
        for (int i = 0; i < vif.lcores().size(); i++) {
            if (vif.lcores().get(i).lcore() == poller) {
                queue = i % queues;
            }
        }
        long byQueue = 0;
        for (int i = queue; i < vif.lcores().size(); i += queues) {
            byQueue += vif.lcores().get(i).sent();
        }
        return sent < LEAST_PACKETS || Figures.share(byQueue, sent) >= IDLE
                ? Optional.empty()
                : Optional.of(finding(facts, vif, new Idle(poller, queue, byQueue, sent)));
    }

    /** A queue and what left by it, of all that the guest was sent. */
    private record Idle(int lcore, int queue, long byQueue, long sent) {}

    private Finding finding(final Facts facts, final VifFacts vif, final Idle idle) {
        final int queues = vif.queues().sendQueues();
        final List<Integer> workers = vif.lcores().stream()
                .filter(lcore -> lcore.sent() > 0 && lcore.lcore() != idle.lcore())
                .map(LcoreTraffic::lcore)
                .toList();
        return new Finding(
                name(),
                Severity.WARNING,
                vif.title() + ": its queue " + idle.queue() + " stays idle: lcore " + idle.lcore()
                        + ", which would send by it, polls all MPLS over GRE and under --load-balance contrail processes none",
                Measure.over(
                        facts.seconds(),
                        Figures.share(idle.byQueue(), idle.sent()),
                        idle.byQueue() + " of " + idle.sent() + " packets for the guest left by queue " + idle.queue()),
                "the guest receives by " + (queues - 1) + " of its " + Figures.count(queues, "queue") + ", "
                        + Figures.perSecond(facts.perSecond(idle.sent()), "packets") + ", all from "
                        + Figures.named("lcore", workers) + " ("
                        + Figures.percent(workers.stream()
                                .mapToDouble(facts::busyShare)
                                .max()
                                .orElse(0))
                        + " busy), lcore " + idle.lcore() + " was " + Figures.percent(facts.busyShare(idle.lcore()))
                        + " busy with handing over",
                "restart the data plane with --load-balance auto, where the lcore that polls keeps its share; or let the other"
                        + " nodes send MPLS over UDP: in their node files 'encap: udp', then vireo apply");
    }
}
