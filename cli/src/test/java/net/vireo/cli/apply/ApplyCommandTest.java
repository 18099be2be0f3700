// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.cli.Run;
import net.vireo.cli.StandInRouter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyCommandTest {
    private static final String FILE = NodeFileReaderTest.GOOD;

    @TempDir
    private Path directory;

    private StandInRouter router;

    @BeforeEach
    void start() {
        router = new StandInRouter(directory);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    private Run apply(final String text, final String... options) throws IOException {
        final Path file = Files.writeString(directory.resolve("compute1.yaml"), text);
        final String[] arguments = new String[4 + options.length];
        arguments[0] = "apply";
        arguments[1] = file.toString();
        arguments[2] = "--sock-dir";
        arguments[3] = directory.toString();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Run.of(arguments);
    }

    private String show(final String... command) {
        final String[] arguments = new String[command.length + 2];
        System.arraycopy(command, 0, arguments, 0, command.length);
        arguments[command.length] = "--sock-dir";
        arguments[command.length + 1] = directory.toString();
        final Run run = Run.of(arguments);
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    @Test
    void shouldProvisionAnEmptyNodeAndSayWhatItDid() throws IOException {
        final Run run = apply(FILE);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                + vif0/0 fabric
                + vif0/1 host
                + vif0/2 agent
                + vif0/3 g2-vm0 in red
                + nh 1 receive on this node
                + nh 2 to g2-vm0
                + nh 3 tunnel to compute2
                + nh 4 tunnel to 192.0.2.3
                + label 16 to g2-vm0
                + route 192.0.2.1/32 in fabric -> nh 1 receive on this node
                + route 120.0.0.3/32 in red -> nh 3 tunnel to compute2, label 17
                + route 120.0.0.4/32 in red -> nh 2 to g2-vm0, label 16
                + route 10.1.0.0/16 in blue -> nh 4 tunnel to 192.0.2.3, label 18
                13 changes made
                """);
    }

    @Test
    void shouldSayNoChangeTheSecondTime() throws IOException {
        apply(FILE);

        final Run second = apply(FILE);

        assertThat(second.out()).isEqualTo("no change\n");
        assertThat(second.exitCode()).isZero();
    }

    @Test
    void shouldShowTheDifferenceAndDoNothingInADryRun() throws IOException {
        final Run dry = apply(FILE, "--dry-run");

        assertThat(dry.out()).endsWith("13 changes to make (dry run, nothing was done)\n");
        assertThat(directory.resolve("names.json")).doesNotExist();
        assertThat(show("mpls", "--plain")).doesNotContain("16");
        assertThat(apply(FILE).out()).endsWith("13 changes made\n");
    }

    @Test
    void shouldChangeOnlyWhatTheFileChanged() throws IOException {
        apply(FILE);

        final Run run =
                apply(FILE.replace("02:00:00:00:00:04", "02:00:00:00:00:05").replace("label: 17", "label: 27"));

        assertThat(run.out()).isEqualTo("""
                ~ nh 2 to g2-vm0: mac 02:00:00:00:00:04 -> 02:00:00:00:00:05
                ~ route 120.0.0.3/32 in red -> nh 3 tunnel to compute2, label 27: label 17 -> 27
                2 changes made
                """);
        assertThat(apply(FILE.replace("02:00:00:00:00:04", "02:00:00:00:00:05").replace("label: 17", "label: 27"))
                        .out())
                .isEqualTo("no change\n");
    }

    @Test
    void shouldAddressATunnelAsTheFileSaysAndLetTheDataPlaneFindItAgainWhenItSaysSoNoMore() throws IOException {
        apply(FILE);
        final String given = FILE.replace("address: 192.0.2.2}", "address: 192.0.2.2, mac: 02:00:00:00:0b:02}");

        final Run run = apply(given);

        assertThat(run.out()).isEqualTo("""
                - nh 3 tunnel to compute2
                + nh 5 tunnel to compute2
                ~ route 120.0.0.3/32 in red -> nh 5 tunnel to compute2, label 17: nh 3 -> 5
                3 changes made
                """);
        assertThat(show("nh", "--get", "5")).contains("02 00 00 00 0b 02 52 54 00 aa 00 01 08 00");
        assertThat(apply(given).out()).isEqualTo("no change\n");
        assertThat(apply(given.replace("52:54:00:aa:00:01", "52:54:00:aa:00:02"))
                        .out())
                .as("the header has the fabric's MAC in it")
                .contains("+ nh 3 tunnel to compute2", "- nh 5 tunnel to compute2");

        assertThat(apply(FILE).out()).contains("tunnel to compute2");
        assertThat(show("nh")).doesNotContain("02 00 00 00 0b 02");
        assertThat(apply(FILE).out()).isEqualTo("no change\n");
    }

    @Test
    void shouldOpenAnotherFabricWhenTheFileNamesOne() throws IOException {
        apply(FILE);
        final String socket = FILE.replace("device: fabric0", "vhost-user: /run/f.sock, mode: client");

        final Run run = apply(socket);

        assertThat(run.err()).isEmpty();
        assertThat(apply(socket).out()).isEqualTo("no change\n");
        assertThat(show("vif", "--get", "0")).contains("/run/f.sock");
        assertThat(apply(socket.replace("mode: client", "mode: server")).out()).contains("vif0/0 fabric");
    }

    @Test
    void shouldTakeAwayWhatLeftTheFileInAnOrderThatNothingDangles() throws IOException {
        apply(FILE);
        final String without =
                FILE.lines().filter(line -> !line.contains("g2-vm0")).reduce("", (a, b) -> a + b + "\n");

        final Run run = apply(without);

        assertThat(run.out()).isEqualTo("""
                - route 120.0.0.4/32 in red -> nh 2 to g2-vm0, label 16
                - label 16 to g2-vm0
                - nh 2 to g2-vm0
                - vif0/3 g2-vm0 in red
                4 changes made
                """);
        assertThat(show("vif")).doesNotContain("tap0");
        assertThat(show("rt", "--dump", "1")).doesNotContain("120.0.0.4");
        assertThat(apply(without).out()).isEqualTo("no change\n");
    }

    @Test
    void shouldLeaveAloneWhatOthersMadeAndSaySo() throws IOException {
        show("nh", "--create", "7", "--type", "5");
        show("mpls", "--create", "99", "--nh", "7");

        final Run run = apply(FILE);

        assertThat(run.out()).contains("left alone, not from a node file: label 99, nh 7\n");
        assertThat(apply(FILE).out()).isEqualTo("left alone, not from a node file: label 99, nh 7\nno change\n");
        assertThat(show("mpls", "--plain")).contains("99");
    }

    @Test
    void shouldKeepIdsWhenTheDataPlaneStartsEmptyAgainAndTheFileGrew() throws IOException {
        apply(FILE);
        router.close();
        router = new StandInRouter(directory);
        final String grown = FILE.replace(
                "interfaces:\n",
                "interfaces:\n  - {name: a-first, network: red, address: 120.0.0.9, mac: 02:00:00:00:00:09, label: 30}\n");

        final Run run = apply(grown);

        assertThat(run.out())
                .contains(
                        "+ vif0/3 g2-vm0 in red\n",
                        "+ vif0/4 a-first in red\n",
                        "+ nh 2 to g2-vm0\n",
                        "+ nh 3 tunnel to compute2\n",
                        "+ nh 5 to a-first\n");
    }

    @Test
    void shouldFindItsEntriesAgainWhenTheNamesAreLost() throws IOException {
        apply(FILE);
        Files.delete(directory.resolve("names.json"));

        assertThat(apply(FILE).out()).isEqualTo("no change\n");
    }

    @Test
    void shouldConnectTheHostAgainWhenTheFabricGetsAnotherDevice() throws IOException {
        apply(FILE);

        final Run run = apply(FILE.replace("device: fabric0", "device: fabric9"));

        assertThat(run.out()).isEqualTo("""
                - vif0/0 fabric
                + vif0/0 fabric
                ~ vif0/1 host: connected again
                3 changes made
                """);
        assertThat(apply(FILE.replace("device: fabric0", "device: fabric9")).out())
                .isEqualTo("no change\n");
    }

    @Test
    void shouldPutNamesBesideIdsInTheToolsAfterwards() throws IOException {
        apply(FILE);

        assertThat(show("mpls")).contains("      16         2  [to g2-vm0]\n");
        assertThat(show("vif", "--get", "g2-vm0")).contains("vif0/3      Ethernet: tap0 NH: 2  [g2-vm0 in red]\n");
        assertThat(show("rt", "--dump", "1")).contains("0/1/unicast  [red]\n", "3        -  [tunnel to compute2]\n");
        assertThat(show("rt", "--dump", "1", "--plain")).doesNotContain("[");
        assertThat(show("nh", "--get", "2")).contains("Vrf:1  [to g2-vm0, red]\n", "Len:14  [g2-vm0 in red]\n");
    }

    @Test
    void shouldGoOnFromWhereARefusalStoppedIt() throws IOException {
        final String tooFar = FILE.replace("label: 16", "label: 4000");

        final Run refused = apply(tooFar);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("'+ label 4000 to g2-vm0' failed", "8 of 13 changes done", "run apply again");
        assertThat(apply(FILE).out()).contains("+ label 16 to g2-vm0\n").doesNotContain("+ vif0/3", "left alone");
    }

    @Test
    void shouldTellEveryProblemOfAWrongFileAndApplyNothing() throws IOException {
        final Run run = apply(FILE.replace("vrf: 1", "vfr: 1"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("2 problems, nothing was applied")
                .contains("compute1.yaml:8:17: unknown key 'vfr' in network, did you mean 'vrf'?\n")
                .startsWith("/");
        assertThat(show("nh", "--plain")).doesNotContain("Id:1 ");
    }
}
