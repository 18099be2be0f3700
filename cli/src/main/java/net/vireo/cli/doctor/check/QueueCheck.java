// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A guest with more queues than there are lcores (deck p120). */
final class QueueCheck implements Check {
    @Override
    public String name() {
        return "guest-queues";
    }

    @Override
    public String fault() {
        return "A guest sends on more queues than there are lcores: some are never polled, or lcores poll several.";
    }

    @Override
    public String rule() {
        return "Severe when a queue that the guest uses is not polled (--queue-policy contrail); a warning when an lcore"
                + " that polls several of one guest's queues is 90 % busy; otherwise a note.";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        final List<Finding> findings = new ArrayList<>();
        for (final VifFacts vif : facts.vifs()) {
            if (!vif.queues().unserved().isEmpty()) {
                findings.add(unserved(vif, facts.lcores().size()));
            } else if (vif.kind() == VifFacts.Kind.GUEST
                    && vif.queues().used() > facts.lcores().size()) {
                findings.add(crowded(vif, facts));
            }
        }
        return findings;
    }

    private Finding unserved(final VifFacts vif, final int lcores) {
        final QueueFacts queues = vif.queues();
        final int lost = queues.unserved().size();
        final double share = Figures.share(lost, queues.used());
        return new Finding(
                name(),
                Severity.SEVERE,
                vif.title() + ": its guest sends on " + Figures.count(queues.used(), "queue") + ", there "
                        + (lcores == 1 ? "is " : "are ") + Figures.count(lcores, "lcore") + ", and nobody polls "
                        + Figures.named("queue", queues.unserved()),
                Measure.now(lost, lost + " of " + queues.used() + " queues are not polled"),
                "every flow that the guest hashes to them is lost without a word to the guest: "
                        + Figures.percent(share) + " of its flows when they spread evenly; the guest's rings fill, so"
                        + " how many packets that is only the guest can tell",
                "vireo vrouter --queue-policy all, and the data plane's option of that name for its next start; or in the"
                        + " guest: ethtool -L DEVICE combined " + lcores);
    }

    private Finding crowded(final VifFacts vif, final Facts facts) {
        final Map<Integer, Long> queuesOf = vif.queues().pollers().stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        final Optional<Integer> full = queuesOf.entrySet().stream()
                .filter(lcore -> lcore.getValue() > 1 && facts.isFull(lcore.getKey()))
                .map(Map.Entry::getKey)
                .findFirst();
        final int used = vif.queues().used();
        final int lcores = facts.lcores().size();
        final String counts = used + " queues over " + Figures.count(lcores, "lcore");
        return new Finding(
                name(),
                full.isPresent() ? Severity.WARNING : Severity.NOTE,
                vif.title() + ": its guest sends on more queues than there are lcores; all are polled, some lcores poll"
                        + " several",
                full.map(lcore -> Measure.over(
                                facts.seconds(),
                                facts.busyShare(lcore),
                                counts + "; lcore " + lcore + ", which polls " + queuesOf.get(lcore) + " of them, was "
                                        + Figures.percent(facts.busyShare(lcore)) + " busy"))
                        .orElseGet(() -> Measure.now(used, counts)),
                full.isPresent()
                        ? "that lcore has no time left: more lcores would carry more"
                        : "nothing now: every lcore has time left",
                "restart the data plane with --lcores " + used + ", or in the guest: ethtool -L DEVICE combined "
                        + lcores);
    }
}
