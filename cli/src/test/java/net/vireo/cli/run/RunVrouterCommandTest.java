// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.vireo.cli.Run;
import net.vireo.cli.Vireo;
import net.vireo.port.balance.LoadBalance;
import net.vireo.port.bond.BondMode;
import net.vireo.port.bond.BondSpec;
import net.vireo.vrouter.DeviceOptions;
import net.vireo.vrouter.FabricPort;
import net.vireo.vrouter.ReservedMemory;
import net.vireo.vrouter.VrouterConfig;
import net.vireo.vrouter.flow.AgingPolicy;
import net.vireo.vrouter.lcore.PollMode;
import net.vireo.vrouter.lcore.QueuePolicy;
import net.vireo.vrouter.table.TableSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RunVrouterCommandTest {
    private static VrouterConfig config(final String... options) {
        final RunVrouterCommand command = new RunVrouterCommand();
        Vireo.configure(new CommandLine(command)).parseArgs(options);
        return command.config();
    }

    @Test
    void shouldHaveTheDataPlanesOwnDefaults() {
        final VrouterConfig config = config("--node", "compute1", "--run-dir", "/x");

        assertThat(config).isEqualTo(VrouterConfig.of("compute1", Path.of("/x/nodes/compute1")));
    }

    @Test
    void shouldRunOneLcoreOnEachCpu() {
        final VrouterConfig config = config("--node", "compute1", "--cpus", "2,3,5", "--poll", "busy");

        assertThat(config.cpus()).isEqualTo(List.of(2, 3, 5));
        assertThat(config.lcoreCount()).isEqualTo(3);
        assertThat(config.pollMode()).isEqualTo(PollMode.BUSY);
    }

    @Test
    void shouldTakeMasksAndContrailsNamesOfOptions() {
        final VrouterConfig config = config(
                "--node",
                "compute1",
                "--lcores-mask",
                "0x154000000154",
                "--service_core_mask",
                "(10,46)",
                "--dpdk_ctrl_thread_mask",
                "0x3000000003",
                "--guest-cpus",
                "3,5,7,9,11-35");

        assertThat(config.cpus()).isEqualTo(List.of(2, 4, 6, 8, 38, 40, 42, 44));
        assertThat(config.lcoreCount()).isEqualTo(8);
    }

    @Test
    void shouldNotStartOnCpusThatAreNotThere() {
        final Run run = Run.of("run", "vrouter", "--node", "a", "--cpus", "0,1022");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("vireo: CPU 1022 does not exist or is offline: this machine has 0")
                .contains("'vireo plan cpus'");
    }

    @Test
    void shouldPutABondAndReceiveSideScalingInFrontOfTheFabric() {
        final VrouterConfig config =
                config("--node", "compute1", "--fabric-rss", "--fabric-bond", "bond0=balance-xor:eth0,eth1");

        assertThat(config.devices())
                .isEqualTo(new DeviceOptions(
                        true,
                        Optional.of(new BondSpec("bond0", BondMode.BALANCE_XOR, List.of("eth0", "eth1"))),
                        DeviceOptions.Offloading.GUESTS));
    }

    @Test
    void shouldTakeTheKindOfFabricPortThatOneNames() {
        assertThat(config("--node", "compute1").devices().fabricPort()).isEqualTo(FabricPort.PACKET_SOCKET);
        assertThat(config("--node", "compute1", "--fabric-port", "auto")
                        .devices()
                        .fabricPort())
                .isEqualTo(FabricPort.AUTO);
        assertThat(config("--node", "compute1", "--fabric-port", "xdp")
                        .devices()
                        .fabricPort())
                .isEqualTo(FabricPort.XDP);
        final Run run = Run.of("run", "vrouter", "--node", "a", "--fabric-port", "dpdk");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'dpdk' is no kind of port; there are auto, xdp, xdp-busy-poll, packet-socket");
    }

    @Test
    void shouldBalanceLoadAsOneSays() {
        assertThat(config("--node", "compute1").devices().queuePolicy()).isEqualTo(QueuePolicy.ALL);
        assertThat(config("--node", "compute1", "--queue-policy=contrail")
                        .devices()
                        .queuePolicy())
                .isEqualTo(QueuePolicy.CONTRAIL);
        assertThat(config("--node", "compute1").devices().loadBalance()).isEqualTo(LoadBalance.AUTO);
        assertThat(config("--node", "compute1", "--load-balance", "contrail")
                        .devices()
                        .loadBalance())
                .isEqualTo(LoadBalance.CONTRAIL);
        assertThat(config("--node", "compute1", "--vr_no_load_balance")
                        .devices()
                        .loadBalance())
                .isEqualTo(LoadBalance.NONE);
        assertThat(config("--node", "compute1", "--no-load-balance").devices().loadBalance())
                .isEqualTo(LoadBalance.NONE);
    }

    @Test
    void shouldLetFlowsBeIdleAsLongAsOnePleases() {
        final AgingPolicy usual = AgingPolicy.DEFAULT;
        assertThat(config("--node", "compute1", "--flow-idle", "udp=30,tcp=3600")
                        .flowAging())
                .isEqualTo(new AgingPolicy(
                        3_600_000, usual.tcpTransitoryMs(), 30_000, usual.icmpMs(), usual.otherMs(), usual.holdMs()));
        assertThat(config("--node", "compute1").flowAging()).isEqualTo(usual);
    }

    @Test
    void shouldSizeTheTablesAndKnowWhatTheyTake() {
        final VrouterConfig config =
                config("--node", "compute1", "--flow-entries", "1000000", "--bridge-entries", "1000");

        assertThat(config.limits().flows()).isEqualTo(new TableSize(1_000_000, 200_704));
        assertThat(config.limits().bridge()).isEqualTo(new TableSize(1000, 1024));
        assertThat(ReservedMemory.of(config).flowBytes()).isGreaterThan(1_200_704L * 128);
        assertThat(ReservedMemory.of(config("--node", "compute1")).totalBytes())
                .as("the defaults leave room in 600 MB")
                .isLessThan(300_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "run                                        | run what?",
                "run vrouter                                | which node?",
                "run vrouter --node ../x                    | which node?",
                "run vrouter --node a --lcores 0            | must be 1 .. 64",
                "run vrouter --node a --lcores 3 --cpus 1,2 | 2 CPUs for 3 lcores",
                "run vrouter --node a --cpus one            | 'one': no CPU, range or mask",
                "run vrouter --node a --cpus 0x0            | '0x0': no CPU at all",
                "run vrouter --node a --lcores 2 --cpus 2,2 | 1 CPUs for 2 lcores",
                "run vrouter --node a --cpus 0x154 --guest-cpus 3,5-7 | CPU 6 is in --cpus and in --guest-cpus: a CPU has one use",
                "run vrouter --node a --cpus 2,4 --service-cpus 3-5   | CPU 4 is in --cpus and in --service-cpus",
                "run vrouter --node a --cpus 2,4 --control-cpus 0-2   | CPU 2 is in --cpus and in --control-cpus",
                "run vrouter --node a --cpus 2 --control-cpus 0-1 --guest-cpus 1,3 | CPU 1 is in --control-cpus and in --guest-cpus",
                "run vrouter --node a --control-cpus 0      | --control-cpus needs --cpus",
                "run vrouter --node a --service_core_mask 0x1 | --service-cpus needs --cpus",
                "run vrouter --node a --poll never          | adaptive",
                "run vrouter --node a --vrfs 0              | --vrfs is 0, must be 1 or more",
                "run vrouter --node a --mirrors 256         | must be 255 or less",
                "run vrouter --node a --flow-entries 9000000 | flow entries",
                "run vrouter --node a --bridge-entries 99999999 | bridge entries",
                "run vrouter --node a --fabric-bond eth0,eth1     | expected NAME=MODE:LINK,LINK",
                "run vrouter --node a --fabric-bond b=802.3ad:e0  | expected active-backup or balance-xor",
                "run vrouter --node a --vifs 0              | --vifs is 0, must be 1 or more",
                "run vrouter --node a --flow-idle udp=0     | --flow-idle udp=0, must be 1 .. 1000000",
                "run vrouter --node a --flow-idle sctp=9    | tcp",
                "run permit                                 | which node?",
            })
    void shouldRefuseWhatCannotRun(final String arguments, final String wrong) {
        final Run run = Run.of(arguments.split(" "));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err().toLowerCase(Locale.ROOT)).contains(wrong.toLowerCase(Locale.ROOT));
    }
}
