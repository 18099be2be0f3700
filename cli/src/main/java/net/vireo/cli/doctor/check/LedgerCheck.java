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
        return "Any identity of 'vireo ledger' that does not hold.";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        final Map<String, Long> broken = facts.traffic().unbalanced();
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
}
