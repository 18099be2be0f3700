// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.cli.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanCpusCommandTest {
    private static final String MACHINE = "--sockets 2 --cores 6 --threads 2 --numbering blocks ";

    @TempDir
    private Path directory;

    /** Node 0 is 0-5,12-17, node 1 is 6-11,18-23. */
    private static Run plan(final String options) {
        final List<String> arguments = new ArrayList<>(List.of("plan", "cpus"));
        arguments.addAll(List.of((MACHINE + options).strip().split(" ")));
        return Run.of(arguments.toArray(String[]::new));
    }

    @Test
    void shouldPlanNearTheNic() {
        final Run run = plan("--lcores 2 --nic-node 1");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("  host            4  0,1    0,6,12,18 ")
                .contains("  forwarding      2  1      7-8 ")
                .contains("  siblings        2  1      19-20 ")
                .contains("  service         2  1      9,21 ")
                .contains("  guests         14  0,1    1-5,10-11,13-17,22-23 ")
                .doesNotContain("warning");
    }

    @Test
    void shouldWarnOfWhatIsOnTheFarNode() {
        final Run run = plan("--lcores 2 --lcore-node 1 --guest near=3 --guest far=2@1");

        assertThat(run.out())
                .contains("warning: CPUs 7-8 are on another NUMA node than the NIC (node 0): each packet")
                .contains("warning: service lcores are on another NUMA node than the NIC (node 0)")
                .contains(
                        "warning: guest far is on node 1, the NIC on node 0: expect 10 % fewer packets in packet mode,")
                .contains("  guest near on CPUs 1-2,13 of node 0")
                .contains("  guest far on CPUs 10,22 of node 1")
                .doesNotContain("guest near is");
    }

    @Test
    void shouldPutAGuestOnTheFarNodeOnlyWhenTheNearOneIsFull() {
        final Run run = plan("--lcores 2 --guest a=4 --guest b=2 -o json");

        assertThat(run.out()).contains("""
                  "guests" : [ {
                    "guest" : "a",
                    "cpus" : "4-5,16-17",
                    "node" : 0,
                    "far" : false
                  }, {
                    "guest" : "b",
                    "cpus" : "7,19",
                    "node" : 1,
                    "far" : true
                  } ],
                  "warnings" : [ "guest b is on node 1\
                """);
    }

    @Test
    void shouldCheckSetsThatWereDecidedElsewhere() {
        final Run run = plan("--cpus 0x6 --service-cpus 3 --guest-cpus 4-5,7-11,13,16-17");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("  host           10  0,1    0,6,12,15,18-23 ")
                .contains("  forwarding      2  0      1-2 ")
                .contains("  siblings        1  0      14 ")
                .contains("  service         1  0      3 ")
                .contains("  guests         10  0,1    4-5,7-11,13,16-17 ")
                .contains("warning: CPU 13 is in use beside a forwarding lcore on the same core");
    }

    @Test
    void shouldTellProgramsEachSetAsListAndMask() {
        final Run run = plan("--lcores 1 --snippets -o json");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("""
                {
                  "machine" : {
                    "cpus" : 24,
                    "cores" : 12,
                    "sockets" : 2,
                    "nodes" : {
                      "0" : "0-5,12-17",
                      "1" : "6-11,18-23"
                    }
                  },
                  "nicNode" : 0,
                  "sets" : {
                    "host" : {
                      "cpus" : "0,6,12,18",
                      "mask" : "0x41041",
                      "count" : 4,
                      "nodes" : [ 0, 1 ]
                """)
                .contains("""
                  "lcores" : [ {
                    "lcore" : 10,
                    "cpu" : 1,
                    "node" : 0,
                    "far" : false
                  } ],
                """)
                .contains("\"systemd\" : \"[Manager]\\nCPUAffinity=0,6,12,18\",");
    }

    @Test
    void shouldReadAnotherMachineFromAFile() throws IOException {
        final Path file = directory.resolve("machine.txt");
        Files.writeString(file, "0,0,0,0\n1,1,0,0\n2,2,0,0\n3,3,0,0\n");

        final Run run = Run.of("plan", "cpus", "--topology", file.toString(), "--lcores", "1");

        assertThat(run.out())
                .startsWith("4 CPUs on 4 cores, 1 socket, 1 NUMA node\n")
                .contains("  forwarding      1  0      1     ")
                .contains("  guests          1  0      3     ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "--lcores 5          | 5 forwarding lcores and 1 core for service lcores need 6 cores of node 0, which has 5 | '--lcores 4' fits",
                "--lcores 6 --service-cores 0 | 6 forwarding lcores need 6 cores of node 0, which has 5 | '--lcores 5' fits",
                "--lcores 2 --host-cores 5    | need 3 cores of node 0, which has 1  | '--lcores 1 --service-cores 0' fits",
                "--lcores 1 --host-cores 6    | which has 0 besides the host's       | without pinning",
                "--lcores 2 --guest-cpus 1-4  | which has 1 besides the host's       | node 1 has room: '--lcore-node 1'",
                "--cpus 1 --service-cores 5   | 5 cores for service lcores need 5    | '--service-cores 4' fits",
                "--guest big=99               | guest big needs 99 of one NUMA node; node 0 has 0 left | fewer vCPUs",
                "--guest big=11@1             | guest big needs 11 of node 1         | or another node",
            })
    void shouldSayWhatIsNeededAndWhatFits(final String options, final String wrong, final String mend) {
        final Run run = plan(options);

        assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("vireo: too few CPUs: ")
                .contains(wrong, mend)
                .hasLineCount(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "--cpus 0x154 --guest-cpus 6-9 | CPUs 6,8 are in --cpus and in --guest-cpus: a CPU has one use",
                "--service-cpus 3 --host-cpus 0-3 | CPU 3 is in --service-cpus and in --host-cpus",
                "--cpus 1,24                   | CPU 24 is not of this machine (--cpus): it has 0-23",
                "--cpus 1-2 --lcores 3         | --lcores is 3, but --cpus has 2 CPUs",
                "--cpus 4-1                    | '4-1': a range goes up",
                "--cpus 0x0                    | '0x0': no CPU at all",
                "--lcores 0                    | --lcores is 0, must be 1 to 64",
                "--service-cores -1            | --service-cores is -1, must be 0",
                "--host-cores 0                | --host-cores is 0, must be 1",
                "--nic-node 2                  | --nic-node is 2, the NUMA nodes with CPUs are 0,1",
                "--lcore-node 7                | --lcore-node is 7",
                "--guest vm1                   | expected NAME=VCPUS",
                "--guest vm1=0                 | expected NAME=VCPUS",
                "--guest vm1=2@x               | expected NAME=VCPUS",
                "--guest vm1=2@5               | the node of --guest vm1 is 5",
                "--guest a=1 --guest a=2       | --guest a is given twice",
                "--nic lo                      | --nic is a link of this machine",
                "--topology x                  | choose one of --topology",
                "--control both                | expected one of [HOST, SERVICE]",
            })
    void shouldRefuseWhatContradictsItself(final String options, final String wrong) {
        final Run run = plan(options);

        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(wrong, "see 'vireo plan cpus --help'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "plan                                           | plan what? There are: cpus, memory, ports",
                "plan cpus --sockets 2                          | a machine needs --sockets N and --cores N",
                "plan cpus --sockets 64 --cores 64 --threads 4  | more than 8192 CPUs",
                "plan cpus --sockets 0 --cores 4                | --sockets is 0, must be 1 to 8192",
            })
    void shouldRefuseMachinesThatCannotBe(final String arguments, final String wrong) {
        final Run run = Run.of(arguments.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(wrong);
    }
}
