// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import net.vireo.cli.version.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class UsageTest {
    @TempDir
    private Path empty;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "nh --lst                         | Unknown option: '--lst'              | did you mean '--list'?",
                "vfi                              | Unmatched argument at index 0: 'vfi' | did you mean 'vif'?",
                "nh --list --get 3                | choose one of --list, --get          | see 'vireo nh --help'",
                "nh --create 5                    | --create needs --type N              | see 'vireo nh --help'",
                "nh --vrf 5                       | need --create ID                     | see 'vireo nh --help'",
                "mpls --create 5                  | --create needs --nh ID               | see 'vireo mpls --help'",
                "rt --get 1.2.3.4/33 --vrf 1      | '1.2.3.4/33' is neither a prefix     | see 'vireo rt --help'",
                "nh --create 5 --type 6           | needs members: --cni 44 --lbl 42     | see 'vireo nh --help'",
                "nh --create 5 --type 2 --ecmp    | needs members: --cni 44 --lbl 42     | see 'vireo nh --help'",
                "rt -c -v 1 -f bridge -n 4        | a bridge entry needs a MAC           | see 'vireo rt --help'",
                "rt -c -v 1 -p fd00::1 -l 128 -n 4 | its family inet6                    | see 'vireo rt --help'",
                "vif --set 3 --vlan 4             | --set needs --vlan and --vrf         | see 'vireo vif --help'",
                "vxlan --create 5                 | --create needs --nh ID               | see 'vireo vxlan --help'",
                "mirror --vni 5                   | --create needs --nh ID               | see 'vireo mirror --help'",
                "qosmap --set-qos 1 --dscp 3      | as many classes                      | see 'vireo qosmap --help'",
                "qosmap --set-fc 1 --dscp 64      | a DSCP is 0 to 63                    | see 'vireo qosmap --help'",
                "vrftable --hbs-l 3               | need --create VRF                    | see 'vireo vrftable --help'",
                "flow -l -s                       | choose one of --list                 | see 'vireo flow --help'",
                "flow --match 1.2.3:4             | '1.2.3' is no address                | see 'vireo flow --help'",
                "vrouter --mudp -1                | a setting is 0 or more               | see 'vireo vrouter --help'",
                "vrouter --set-log-level loud     | 'loud' is no log level               | see 'vireo vrouter --help'",
                "rt --get 1.2.3.4                 | need the VRF: --vrf N                | see 'vireo rt --help'",
                "rt -c -v 1 -p 1.2.3.4            | need a prefix, its length            | see 'vireo rt --help'",
                "vif --add tap0                   | --add needs --type, --vrf and --mac  | see 'vireo vif --help'",
                "vif --get-drop-stats             | --get-drop-stats needs --get VIF     | see 'vireo vif --help'",
                "trace --timeout 5x               | '5x' is no time                      | see 'vireo trace --help'",
                "trace --next 0                   | --next takes 1 to 64 packets         | see 'vireo trace --help'",
                "vifdump                          | Missing required option: '-i=VIF'    | see 'vireo vifdump --help'",
                "vrouter -o xml                   | expected one of [TEXT, JSON]         | see 'vireo vrouter --help'",
            })
    void shouldEndWithExitCode2AndSayWhatIsWrongAndWhatHelps(
            final String arguments, final String wrong, final String help) {
        final Run run = Run.of(arguments.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("vireo").contains(wrong, help).hasLineCount(2);
    }

    @Test
    void shouldSayThatNobodyListensAndHowToStartARouter() {
        final Run run = Run.of("vif", "--sock-dir", empty.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("no vRouter is listening on " + empty, "vireo run vrouter");
    }

    @Test
    void shouldKnowItsVersion() {
        final Run run = Run.of("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("vireo " + Version.number() + " (JDK ");
        assertThat(Version.number()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void shouldExplainItselfWithoutACommand() {
        final Run run = Run.of();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Commands:", "  vif ", "  trace ", "Exit codes:");
    }

    @Test
    void shouldHaveExamplesInTheHelpOfEveryCommand() {
        for (final CommandLine command : Vireo.commandLine().getSubcommands().values()) {
            assertThat(command.getUsageMessage()).as(command.getCommandName()).contains("Example");
        }
    }

    @Test
    void shouldBuildOnlyTheCommandThatTheArgumentsName() {
        final Map<String, Supplier<Object>> others = Map.of("lab", OtherCommand::new);

        assertThat(commands(others, "vif", "--list")).containsExactly("vif");
        assertThat(commands(others, "lab")).containsExactly("lab");
        assertThat(commands(others)).contains("vif", "nh", "completion", "lab");
        assertThat(commands(others, "--help"))
                .isEqualTo(commands(others, "vfi"))
                .isEqualTo(commands(others, "completion"));
    }

    private static Set<String> commands(final Map<String, Supplier<Object>> others, final String... arguments) {
        return Vireo.commandLine(arguments, others).getSubcommands().keySet();
    }

    @CommandLine.Command(name = "lab")
    private static final class OtherCommand {}

    @Test
    void shouldCompleteItsCommandsInAShell() {
        assertThat(Run.of("completion").out()).contains("complete -F", "--get-drop-stats", "dropstats");
    }
}
