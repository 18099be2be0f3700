// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Packets or buffers that the books do not account for. */
final class LedgerCheck implements Check {
    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public String fault() {
        return "Packets or buffers are unaccounted for: the data plane has a bug, or its counters are damaged.";
    }

    @Override
    public String rule() {
        return "Any identity of 'vireo ledger' that does not hold; a note when an lcore does not come in time to be asked.";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        if (facts.traffic().unbalanced().isEmpty()) {
            return List.of(unread(facts));
        }
        final Map<String, Long> broken = facts.traffic().unbalanced().get();
        if (broken.isEmpty()) {
            return List.of();
        }
        final long difference =
                broken.values().stream().mapToLong(Math::abs).max().orElse(0);
        final String names = broken.keySet().stream().sorted().collect(Collectors.joining(", "));
        return List.of(new Finding(
                name(),
                Severity.SEVERE,
                "the ledger does not balance: " + names,
                Measure.now(difference, "off by " + difference),
                "packets vanish without a name, or buffers do and will run out",
                "vireo ledger; then report it with 'vireo support-bundle'"));
    }

    private Finding unread(final Facts facts) {
        final double most =
                facts.lcores().stream().mapToDouble(LcoreFacts::waitShare).max().orElse(0);
        return new Finding(
                name(),
                Severity.NOTE,
                "the books were not read: an lcore did not copy its counters within a second",
                Measure.over(
                        facts.seconds(), most, "one of them had no CPU for " + Figures.percent(most) + " of the time"),
                "nothing by itself; packets wait as the question did",
                "vireo ledger, when the CPUs are less busy");
    }
}
