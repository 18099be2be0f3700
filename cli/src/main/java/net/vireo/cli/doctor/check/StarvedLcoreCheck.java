// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An lcore that is ready to run and does not get its CPU. */
final class StarvedLcoreCheck implements Check {
    private static final double LEAST_WANTED = 0.2;
    private static final double STARVED = 0.1;
    private static final double HALF = 0.5;
    private static final double SHARED_STARVED = 0.25;
    private static final String COST = "packets of its queues wait as long, and are lost when rings fill meanwhile";
    private static final String PIN =
            "give each lcore a CPU of its own: restart the data plane with --cpus; 'vireo plan cpus' says which";

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
        final List<LcoreFacts> sharing = new ArrayList<>();
        for (final LcoreFacts lcore : facts.lcores()) {
            final boolean own = facts.settings().pollsBusy() || lcore.cpu() != LcoreFacts.ANY_CPU;
            if (lcore.runShare() + lcore.waitShare() >= LEAST_WANTED
                    && lcore.waitShare() >= (own ? STARVED : SHARED_STARVED)) {
                if (own) {
                    findings.add(starved(facts, lcore));
                } else {
                    sharing.add(lcore);
                }
            }
        }
        if (!sharing.isEmpty()) {
            findings.add(shared(facts, sharing));
        }
        return findings;
    }

    private Finding starved(final Facts facts, final LcoreFacts lcore) {
        final boolean pinned = lcore.cpu() != LcoreFacts.ANY_CPU;
        return new Finding(
                name(),
                lcore.waitShare() >= HALF ? Severity.SEVERE : Severity.WARNING,
                pinned
                        ? "lcore " + lcore.number() + " shares CPU " + lcore.cpu() + " with others"
                                + others(facts, lcore)
                        : "lcore " + lcore.number() + " polls busy and is not pinned, and others run where it wants to",
                measure(facts, lcore),
                COST,
                pinned
                        ? "keep others off CPU " + lcore.cpu()
                                + ": 'vireo plan cpus' writes the lines for kernel, systemd" + " and libvirt"
                        : PIN);
    }

    /** Those that sleep when idle and are not pinned share by intention: one note for all. */
    private Finding shared(final Facts facts, final List<LcoreFacts> lcores) {
        final LcoreFacts worst = lcores.stream()
                .max(Comparator.comparingDouble(LcoreFacts::waitShare))
                .orElseThrow();
        return new Finding(
                name(),
                Severity.NOTE,
                Figures.named("lcore", lcores.stream().map(LcoreFacts::number).toList())
                        + (lcores.size() == 1 ? " is" : " are") + " not pinned, and the machine's CPUs are busy",
                measure(facts, worst),
                COST,
                PIN);
    }

    private static Measure measure(final Facts facts, final LcoreFacts lcore) {
        return Measure.over(
                facts.seconds(),
                lcore.waitShare(),
                "lcore " + lcore.number() + " was ready and without a CPU for " + Figures.percent(lcore.waitShare())
                        + " of the time, and ran " + Figures.percent(lcore.runShare()));
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
