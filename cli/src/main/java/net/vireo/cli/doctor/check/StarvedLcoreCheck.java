// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.ArrayList;
import java.util.List;

/** An lcore that is ready to run and does not get its CPU. */
final class StarvedLcoreCheck implements Check {
    private static final double LEAST_WANTED = 0.2;
    private static final double STARVED = 0.1;
    private static final double HALF = 0.5;
    private static final double SHARED_STARVED = 0.25;

    @Override
    public String name() {
        return "starved-lcore";
    }

    @Override
    public String fault() {
        return "An lcore waits for its CPU because other threads run there: packets wait with it.";
    }

    @Override
    public String rule() {
        return "An lcore that is pinned or polls busy and waited for a CPU 10 % of the time (severe: half of it); a note for"
                + " lcores that sleep and are not pinned, from 25 % on.";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        final List<Finding> findings = new ArrayList<>();
        for (final LcoreFacts lcore : facts.lcores()) {
            final boolean own = facts.settings().pollsBusy() || lcore.cpu() != LcoreFacts.ANY_CPU;
            if (lcore.runShare() + lcore.waitShare() >= LEAST_WANTED
                    && lcore.waitShare() >= (own ? STARVED : SHARED_STARVED)) {
                findings.add(finding(facts, lcore, own));
            }
        }
        return findings;
    }

    private Finding finding(final Facts facts, final LcoreFacts lcore, final boolean own) {
        final boolean pinned = lcore.cpu() != LcoreFacts.ANY_CPU;
        final Severity severity = lcore.waitShare() >= HALF ? Severity.SEVERE : Severity.WARNING;
        return new Finding(
                name(),
                own ? severity : Severity.NOTE,
                "lcore " + lcore.number()
                        + (pinned ? " shares CPU " + lcore.cpu() + " with others" : " is not pinned and")
                        + (pinned ? others(facts, lcore) : " others run where it wants to"),
                Measure.over(
                        facts.seconds(),
                        lcore.waitShare(),
                        "ready and without a CPU for " + Figures.percent(lcore.waitShare()) + " of the time, it ran "
                                + Figures.percent(lcore.runShare())),
                "packets of its queues wait as long, and are lost when rings fill meanwhile",
                pinned
                        ? "keep others off CPU " + lcore.cpu()
                                + ": 'vireo plan cpus' writes the lines for kernel, systemd" + " and libvirt"
                        : "give each lcore a CPU of its own: restart the data plane with --cpus; 'vireo plan cpus' says"
                                + " which");
    }

    /** Who else may be there, as far as it is known. */
    private static String others(final Facts facts, final LcoreFacts lcore) {
        final List<String> names = new ArrayList<>();
        facts.lcores().stream()
                .filter(each -> each.cpu() == lcore.cpu() && each.number() != lcore.number())
                .forEach(each -> names.add("lcore " + each.number()));
        facts.machine().guests().stream()
                .filter(guest -> guest.allowed().contains(lcore.cpu()))
                .forEach(guest -> names.add("guest thread " + guest.name() + " of process " + guest.pid()));
        return names.isEmpty() ? "" : ": " + String.join(", ", names) + " may run there too";
    }
}
