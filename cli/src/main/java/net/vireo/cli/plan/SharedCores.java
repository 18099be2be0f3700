// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.nio.file.Path;
import java.util.Optional;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.linux.CpuSet;

/** Whether somebody works beside a forwarding lcore on the same core of this machine. */
public final class SharedCores {
    private SharedCores() {}

    /**
     * @param forwarding the lcores' CPUs
     * @param others CPUs that others have
     * @return a sentence when a core is shared; nothing when none is, or the machine does not say
     */
    public static Optional<String> remark(final CpuSet forwarding, final CpuSet others) {
        return remark(new SysfsTopology(Path.of("/sys")), forwarding, others);
    }

    static Optional<String> remark(final SysfsTopology machine, final CpuSet forwarding, final CpuSet others) {
        if (forwarding.isEmpty() || others.isEmpty()) {
            return Optional.empty();
        }
        final CpuTopology topology;
        try {
            topology = machine.read();
        } catch (final CommandFailed unknown) {
            return Optional.empty();
        }
        return sentence(topology.withSiblings(forwarding.intersection(topology.all()))
                .minus(forwarding)
                .intersection(others));
    }

    static Optional<String> sentence(final CpuSet busy) {
        return busy.isEmpty()
                ? Optional.empty()
                : Optional.of(Words.are(busy) + " in use beside a forwarding lcore on the same core: that lcore has a"
                        + " third less for itself (published: 1.0 Mpps instead of 1.5)");
    }
}
