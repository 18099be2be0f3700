// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.ArrayList;
import java.util.List;

/** A guest that looks at its rings too seldom for the bursts that come: they overflow (deck p68, p78: TX port errors). */
final class SlowGuestCheck implements Check {
    private static final long LEAST_REFUSED = 100;
    private static final double LEAST_LOSS = 0.01;
    private static final double MOST = 0.5;

    @Override
    public String name() {
        return "slow-guest";
    }

    @Override
    public String fault() {
        return "A guest takes packets more slowly than bursts of them come: its rings are full, and what comes then is lost.";
    }

    @Override
    public String rule() {
        return "A vhost-user guest, and at least 100 packets and 1 % of what was for it found its ring full (TX port errors):"
                + " severe from half on, otherwise a warning.";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        final List<Finding> findings = new ArrayList<>();
        for (final VifFacts vif : facts.vifs()) {
            final long refused = vif.port().refused();
            if (vif.kind() == VifFacts.Kind.GUEST
                    && vif.vhostUser()
                    && refused >= LEAST_REFUSED
                    && Figures.share(refused, refused + vif.port().sent()) >= LEAST_LOSS) {
                findings.add(finding(facts, vif, refused));
            }
        }
        return findings;
    }

    private Finding finding(final Facts facts, final VifFacts vif, final long refused) {
        final long offered = refused + vif.port().sent();
        final double lost = Figures.share(refused, offered);
        final int queues = Math.max(1, vif.queues().sendQueues());
        return new Finding(
                name(),
                lost >= MOST ? Severity.SEVERE : Severity.WARNING,
                vif.title() + ": its guest "
                        + (vif.port().sent() == 0
                                ? "takes nothing from its full " + (queues == 1 ? "ring" : "rings")
                                : "empties its " + Figures.count(queues, "ring")
                                        + " too seldom for the bursts that come"),
                Measure.over(
                        facts.seconds(),
                        lost,
                        refused + " of " + offered + " packets found the ring full (" + Figures.percent(lost)
                                + ", TX port errors)"),
                Figures.perSecond(facts.perSecond(refused), "packets for this guest") + " are lost",
                "vireo vrouter --tx-wait-us 500 lets lcores wait so long for room; in the guest a longer ring takes longer"
                        + " bursts: ethtool -G DEVICE rx 1024, and more queues share them: ethtool -L DEVICE combined "
                        + (queues + 1));
    }
}
