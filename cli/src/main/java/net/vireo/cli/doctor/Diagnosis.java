// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import java.util.List;
import net.vireo.cli.doctor.check.Finding;
import net.vireo.cli.doctor.check.Severity;

/**
 * What is wrong with one node.
 *
 * @param node its name, or its directory
 * @param seconds how long was looked
 * @param packets how many lcores took in meanwhile
 * @param findings the worst first
 */
record Diagnosis(String node, double seconds, long packets, List<Finding> findings) {
    Diagnosis {
        findings = List.copyOf(findings);
    }

    /** Findings that are no mere notes. */
    long faults() {
        return findings.stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .count();
    }
}
