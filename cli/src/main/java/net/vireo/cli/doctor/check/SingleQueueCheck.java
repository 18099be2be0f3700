// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.ArrayList;
import java.util.List;

/** Many lcores write one guest's only queue: bursts from all of them meet in one ring (section 2 of the deck's rules). */
final class SingleQueueCheck implements Check {
    private static final long LEAST_REFUSED = 100;
    private static final double LEAST_LOSS = 0.01;
    private static final double SENDS = 0.1;

    @Override
    public String name() {
        return "single-queue-guest";
    }

    @Override
    public String fault() {
        return "Several lcores send to a guest that has one queue: its ring overflows in bursts, and more lcores make it"
                + " worse.";
    }

    @Override
    public String rule() {
        return "A vhost-user guest with one queue, at least two lcores with a tenth of what is sent to it, and at least"
                + " 100 packets and 1 % refused (TX port errors).";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        final List<Finding> findings = new ArrayList<>();
        for (final VifFacts vif : facts.vifs()) {
            final long offered = vif.port().sent() + vif.port().refused();
            final double lost = Figures.share(vif.port().refused(), offered);
            final List<Integer> senders = senders(vif);
            if (vif.vhostUser()
                    && vif.queues().sendQueues() == 1
                    && senders.size() > 1
                    && vif.port().refused() >= LEAST_REFUSED
                    && lost >= LEAST_LOSS) {
                findings.add(finding(facts, vif, senders, offered, lost));
            }
        }
        return findings;
    }

    private static List<Integer> senders(final VifFacts vif) {
        final long all = vif.sum(LcoreTraffic::sent) + vif.sum(LcoreTraffic::refused);
        return vif.lcores().stream()
                .filter(lcore -> Figures.share(lcore.sent() + lcore.refused(), all) >= SENDS)
                .map(LcoreTraffic::lcore)
                .toList();
    }

    private Finding finding(
            final Facts facts, final VifFacts vif, final List<Integer> senders, final long offered, final double lost) {
        return new Finding(
                name(),
                Severity.SEVERE,
                vif.title() + ": its guest has one queue, and " + Figures.named("lcore", senders)
                        + " write it in turn: bursts of all of them meet in one ring",
                Measure.over(
                        facts.seconds(),
                        lost,
                        vif.port().refused() + " of " + offered + " packets found the ring full ("
                                + Figures.percent(lost) + ", TX port errors)"),
                Figures.perSecond(facts.perSecond(vif.port().refused()), "packets for this guest") + " are lost",
                "give the guest a queue for each lcore: for libvirt <driver queues='" + senders.size()
                        + "'/>, then in the guest ethtool -L DEVICE combined " + senders.size()
                        + "; a guest that cannot: fewer lcores, --lcores 1");
    }
}
