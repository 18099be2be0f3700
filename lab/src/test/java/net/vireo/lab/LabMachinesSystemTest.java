// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import net.vireo.lab.topology.Scenarios;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The lab with virtual machines in place of namespaces, as a person starts it: they have nothing but what DHCP and the
 * router's advertisements gave them.
 */
@Tag("system")
@Tag("guests")
class LabMachinesSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldPassEveryLineAndLeaveNothing() throws Exception {
        final LabProcess lab = LabProcess.start(directory, "--guests", "qemu", "-o", "json", "--time", "1");
        final int exitCode = lab.awaitEnd(Duration.ofMinutes(4));
        final JsonNode result = new JsonMapper().readTree(lab.output());

        assertThat(exitCode).as(lab.output() + lab.errors()).isZero();
        assertThat(result.path("lines").size())
                .isEqualTo(CheckList.withAgents(Scenarios.TWO_NODES.withAgents(), true, Checks.ALL)
                        .size());
        TrafficNumbers.assertAgree(result);
        assertThat(lab.errors()).contains("9 virtual machines have booted", "9 guests have addresses: DHCP");
        lab.assertNothingIsLeft();
    }
}
