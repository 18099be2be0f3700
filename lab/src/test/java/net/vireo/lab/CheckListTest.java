// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import net.vireo.lab.check.Check;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.Scenarios;
import net.vireo.lab.topology.Topology;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CheckListTest {
    @Test
    void shouldHaveChecksWithDifferentTitlesForEachScenario() {
        assertThat(Scenarios.all())
                .allSatisfy(scenario -> assertThat(CheckList.of(scenario, false, Checks.ALL))
                        .isNotEmpty()
                        .extracting(Check::title)
                        .doesNotHaveDuplicates()
                        .containsAll(CheckList.of(scenario, false, Checks.QUICK).stream()
                                .map(Check::title)
                                .toList()));
    }

    @Test
    void shouldCheckMachinesByNothingThatNamespacesAreNotCheckedBy() {
        assertThat(Scenarios.all())
                .allSatisfy(scenario -> assertThat(titles(CheckList.of(scenario, true, Checks.ALL)))
                        .hasSizeGreaterThan(scenario.nodes().size() == 1 ? 3 : 15)
                        .doesNotHaveDuplicates()
                        .isSubsetOf(titles(CheckList.of(scenario, false, Checks.ALL))));
    }

    @Test
    void shouldCheckWithAgentsWhateverIsCheckedWithout() {
        final Topology agents = Scenarios.TWO_NODES.withAgents();

        for (final Checks depth : List.of(Checks.ALL, Checks.QUICK)) {
            assertThat(titles(CheckList.withAgents(agents, false, depth)))
                    .doesNotHaveDuplicates()
                    .containsAll(titles(CheckList.of(Scenarios.TWO_NODES, false, depth)))
                    .containsAll(titles(CheckList.withAgents(agents, true, depth)))
                    .anyMatch(title -> title.contains("by DHCP"))
                    .anyMatch(title -> title.contains("by name"))
                    .anyMatch(title -> title.startsWith("metadata"))
                    .anyMatch(title -> title.contains("policy"));
        }
    }

    private static List<String> titles(final List<Check> checks) {
        return checks.stream().map(Check::title).toList();
    }

    @Test
    void shouldHandTheSameOptionsToTheInside() {
        final Options options = new Options(
                "two-nodes",
                Encap.GRE,
                Checks.QUICK,
                true,
                "/tmp/out",
                true,
                true,
                3,
                "veth",
                true,
                true,
                List.of("--model=hybrid"),
                "compute1");

        assertThat(options.arguments())
                .isEqualTo(List.of(
                        "lab",
                        "two-nodes",
                        "--inside",
                        "--encap=gre",
                        "--quick",
                        "--time=3",
                        "--attach=veth",
                        "--keep",
                        "--output=json",
                        "--pcap=/tmp/out",
                        "--pcap-all",
                        "--guests=qemu",
                        "--agent",
                        "--vrouter=--model=hybrid",
                        "--break=compute1"));
        assertThat(new CommandLine(new LabCommand())
                        .parseArgs(options.arguments().subList(1, 15).toArray(String[]::new))
                        .errors())
                .isEmpty();
    }

    @Test
    void shouldHaveAgentsUnlessToldOtherwiseOrSomethingStandsInForThem() {
        assertThat(Scenarios.TWO_NODES.wantsAgents()).isTrue();
        assertThat(Scenarios.FLOWS.wantsAgents()).isFalse();
        for (final String option : List.of("--agent", "--no-agent")) {
            final var parsed = new CommandLine(new LabCommand()).parseArgs(option);

            assertThat(parsed.matchedOption("--agent").<Boolean>getValue()).isEqualTo(option.equals("--agent"));
        }
    }

    @Test
    void shouldRefuseOptionsThatMakeNoSense() {
        for (final String[] wrong : new String[][] {
            {"--time=0"},
            {"--guests=xen"},
            {"--encap=mpls"},
            {"--encap=UDP"},
            {"--output=xml"},
            {"--break=compute9"},
            {"--no-checks"},
            {"--no-checks", "--keep", "--quick"},
            {"three-nodes"},
            {"--no-such-option"}
        }) {
            final StringWriter said = new StringWriter();
            final CommandLine command = new CommandLine(new LabCommand()).setErr(new PrintWriter(said));

            assertThat(command.execute(wrong)).as(wrong[0]).isEqualTo(2);
            assertThat(said.toString()).isNotBlank();
        }
    }

    @Test
    void shouldOfferTheEncapsulationsToTheShell() {
        final StringWriter said = new StringWriter();
        final CommandLine command = new CommandLine(new LabCommand()).setErr(new PrintWriter(said));

        assertThat(command.getCommandSpec().findOption("--encap").completionCandidates())
                .containsExactly("udp", "gre", "vxlan");
        assertThat(command.execute("--encap", "mpls")).isEqualTo(2);
        assertThat(said.toString()).contains("--encap is 'mpls', expected one of: udp, gre, vxlan");
    }

    @Test
    void shouldTakeAShellCommandWithItsOwnOptions() {
        final var parsed = new CommandLine(new LabCommand())
                .parseArgs("shell", "g2-vm0", "--", "ping", "-c", "3", "120.0.0.3")
                .subcommand();

        assertThat(parsed.matchedPositionalValue(1, List.of())).isEqualTo(List.of("ping", "-c", "3", "120.0.0.3"));
    }
}
