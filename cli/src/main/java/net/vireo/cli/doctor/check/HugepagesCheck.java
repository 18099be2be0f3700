// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.List;

/** Packet buffers in pages of 4 KB. */
final class HugepagesCheck implements Check {
    private static final long BIG_POOL_BYTES = 256_000_000;
    private static final int PAGE_BYTES = 4096;

    @Override
    public String name() {
        return "hugepages";
    }

    @Override
    public String fault() {
        return "Packet buffers lie in pages of 4 KB: hugepages were asked for and are not there, or the pool is big and"
                + " nobody asked.";
    }

    @Override
    public String rule() {
        return "--hugepages without hugepages, or packet buffers of 256 MB and more without --hugepages.";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        final NodeSettings settings = facts.settings();
        final boolean missing = settings.hugepagesWanted() && !settings.hugepagesUsed();
        final boolean big = !settings.hugepagesWanted() && settings.poolBytes() >= BIG_POOL_BYTES;
        if (!missing && !big) {
            return List.of();
        }
        final MachineFacts machine = facts.machine();
        final long needed = Math.ceilDiv(settings.poolBytes(), machine.hugepageBytes());
        final long total = machine.hugepages() + Math.max(0, needed - machine.freeHugepages());
        final String reserve = "sysctl -w vm.nr_hugepages=" + total + ", then restart the data plane";
        return List.of(new Finding(
                name(),
                Severity.WARNING,
                missing
                        ? "--hugepages was asked for and the machine had not enough free when the data plane started"
                        : "packet buffers are big and nobody asked for hugepages",
                Measure.now(
                        machine.freeHugepages(),
                        "packet buffers take " + Figures.megabytes(settings.poolBytes()) + ", that is "
                                + Figures.count(needed, "hugepage") + "; " + machine.freeHugepages() + " of "
                                + machine.hugepages() + " are free"),
                settings.poolBytes() / PAGE_BYTES + " pages of 4 KB instead of " + needed
                        + ": more than any CPU's TLB holds",
                missing ? reserve : reserve + " with --hugepages"));
    }
}
