// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.vireo.vrouter.counter.DropReason;

/** The reason for which most packets are dropped now. */
final class DropsCheck implements Check {
    private static final long LEAST_PACKETS = 50;
    private static final double LEAST_RATE = 25;
    private static final double LEAST_SHARE = 0.01;

    /** Not lost: something else was sent in their place. */
    static final Set<DropReason> NO_LOSS =
            Set.of(DropReason.CLONED_ORIGINAL, DropReason.DUPLICATED, DropReason.TRAP_ORIGINAL);

    /** As somebody wants it. */
    private static final Set<DropReason> WANTED = Set.of(DropReason.FLOW_ACTION_DROP);

    @Override
    public String name() {
        return "drops";
    }

    @Override
    public String fault() {
        return "Packets are dropped: the reason with the most now, and rings between lcores that are full.";
    }

    @Override
    public String rule() {
        return "At least 50 packets, 25 a second and 1 % of what is received; a note when a policy asks for it.";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        final List<Finding> findings = new ArrayList<>(reasons(facts));
        final long lost = facts.traffic().ringFull();
        if (isMuch(facts, lost)) {
            findings.add(betweenLcores(facts, lost));
        }
        return findings;
    }

    private static boolean isMuch(final Facts facts, final long count) {
        return count >= LEAST_PACKETS
                && facts.perSecond(count) >= LEAST_RATE
                && Figures.share(count, Math.max(count, facts.traffic().received())) >= LEAST_SHARE;
    }

    private Finding betweenLcores(final Facts facts, final long lost) {
        return new Finding(
                name(),
                Severity.SEVERE,
                "an lcore polls more for others than they take: rings between lcores are full",
                Measure.over(
                        facts.seconds(),
                        lost,
                        lost + " packets found a ring full while "
                                + facts.traffic().received() + " were received (RX queue errors)"),
                Figures.perSecond(facts.perSecond(lost), "packets") + " are lost before any lcore has looked at them",
                facts.settings().loadBalance().equals(NodeSettings.CONTRAIL)
                        ? "restart the data plane with --load-balance auto, which uses the lcore that polls too"
                        : "restart the data plane with more --lcores; vireo vif --get VIF shows to which lcore");
    }

    private List<Finding> reasons(final Facts facts) {
        final long received = facts.traffic().received();
        return facts.traffic().drops().entrySet().stream()
                .filter(drop -> !NO_LOSS.contains(drop.getKey()) && isMuch(facts, drop.getValue()))
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(drop -> finding(facts, drop.getKey(), drop.getValue(), received))
                .map(List::of)
                .orElse(List.of());
    }

    private Finding finding(final Facts facts, final DropReason reason, final long count, final long received) {
        final String sentence = reason.sentence();
        return new Finding(
                name(),
                WANTED.contains(reason) ? Severity.NOTE : Severity.SEVERE,
                reason.label() + ": " + sentence.substring(0, sentence.length() - 1),
                Measure.over(
                        facts.seconds(),
                        count,
                        count + " packets dropped for it while " + received + " were received ("
                                + Figures.percent(Figures.share(count, Math.max(count, received))) + ")"),
                Figures.perSecond(facts.perSecond(count), "packets") + " are lost",
                DropMend.of(reason));
    }
}
