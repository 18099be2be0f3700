// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.vireo.vrouter.counter.DropReason;

/** All that the doctor looks for. */
public final class Checks {
    /** In the order of {@code doctor --list}. */
    public static final List<Check> ALL = List.of(
            new LedgerCheck(),
            new QueueCheck(),
            new TwoCoreCheck(),
            new GreEntropyCheck(),
            new IdleQueueCheck(),
            new SingleQueueCheck(),
            new SlowGuestCheck(),
            new KernelGuestCheck(),
            new HugepagesCheck(),
            new FarNodeCheck(),
            new FabricMtuCheck(),
            new StarvedLcoreCheck(),
            new DropsCheck());

    private Checks() {}

    /** Whether somebody misses a packet that was dropped for this: not where something else was sent in its place. */
    public static boolean isLoss(final DropReason reason) {
        return !DropsCheck.NO_LOSS.contains(reason);
    }

    /** Everything that is wrong, the worst first. */
    public static List<Finding> look(final Facts facts) {
        final List<Finding> findings = new ArrayList<>();
        ALL.forEach(check -> findings.addAll(check.look(facts)));
        findings.sort(Comparator.comparing(Finding::severity));
        return findings;
    }
}
