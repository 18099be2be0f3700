// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Scenarios;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.traffic.Frames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The short lab through the encapsulations that {@link LabSystemTest} does not run, read by tshark; once with veth pairs in
 * place of TAPs, as of a user who may not open {@code /dev/net/tun}.
 */
@Tag("system")
@Tag("lab")
class LabEncapsSystemTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"GRE, auto", "VXLAN, veth"})
    void shouldPassEveryLineAndCarryBytesUnchanged(final Encap encap, final String attach) throws Exception {
        final Topology topology = Scenarios.TWO_NODES.with(encap).withAgents();
        final Path captures = directory.resolve("out");
        final LabProcess lab = LabProcess.start(
                directory,
                "--encap",
                encap.word(),
                "--attach",
                attach,
                "--quick",
                "--pcap",
                captures.toString(),
                "-o",
                "json");

        final int exitCode = lab.awaitEnd(Duration.ofMinutes(5));
        assertThat(exitCode).as(lab.output() + lab.errors()).isZero();
        final JsonNode result = new JsonMapper().readTree(lab.output());
        assertThat(result.path("encap").asString()).isEqualTo(encap.word());
        if ("veth".equals(attach)) {
            assertThat(lab.errors()).contains("veth links: asked for");
        }
        assertThat(result.path("lines").size())
                .isEqualTo(CheckList.withAgents(topology, false, Checks.QUICK).size());
        new Dissection(captures.resolve("fabric.pcap"), topology).assertAgrees(120);
        final InnerBytes bytes = new InnerBytes(captures, topology);
        for (final Family family : Family.values()) {
            bytes.assertEchoesUnchanged(topology.guest("g2-vm0"), topology.guest("g2-vm1"), family);
        }
        bytes.assertFramesUnchanged(topology.guest("g3-vm0"), topology.guest("g3-vm1"), Frames.ETHERTYPE_EXPERIMENT);
        bytes.assertFramesUnchanged(topology.guest("g3-vm0"), topology.guest("g3-vm1"), 0x0800);
        bytes.assertFramesUnchanged(topology.guest("g3-vm0"), topology.guest("g3-vm1"), 0x86dd);
        lab.assertNothingIsLeft();
    }
}
