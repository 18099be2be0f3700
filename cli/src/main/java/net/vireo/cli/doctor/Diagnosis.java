// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import java.nio.file.Path;
import java.util.List;
import net.vireo.cli.doctor.check.Checks;
import net.vireo.cli.doctor.check.Facts;
import net.vireo.cli.doctor.check.Finding;
import net.vireo.cli.doctor.check.Severity;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.table.Vif;

/**
 * What is wrong with one node.
 *
 * @param node its name, or its directory
 * @param seconds how long was looked
 * @param packets how many lcores took in meanwhile
 * @param findings the worst first
 */
public record Diagnosis(String node, double seconds, long packets, List<Finding> findings) {
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /**
     * What two looks at a node say.
     *
     * @throws CommandFailed when they are not of the same process
     */
    public static Diagnosis between(final NodeDirectory node, final Sample before, final Sample after) {
        final String name = node.name().isEmpty() ? node.path().toString() : node.name();
        if (before.process() != after.process() || !before.lcores().equals(after.lcores())) {
            throw new CommandFailed(
                    "the data plane of " + name + " was restarted meanwhile", "look again when it has settled");
        }
        final Facts facts = new TwoLooks(before, after)
                .facts(node.names()::vif, new MachineReader(Path.of("/proc"), Path.of("/sys")).read(fabric(after)));
        return new Diagnosis(name, facts.seconds(), facts.traffic().received(), Checks.look(facts));
    }

    private static String fabric(final Sample sample) {
        return sample.vifs().values().stream()
                .filter(vif -> vif.value(VrInterface.TYPE) == Vif.TYPE_PHYSICAL)
                .map(vif -> vif.value(VrInterface.NAME))
                .findFirst()
                .orElse("");
    }

    /** Findings that are no mere notes. */
    public long faults() {
        return findings.stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .count();
    }
}
