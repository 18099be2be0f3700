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
import net.vireo.vrouter.IoLcores;
import net.vireo.vrouter.PoolRule;
import net.vireo.vrouter.ReservedMemory;
import net.vireo.vrouter.RingSizes;
import net.vireo.vrouter.Tuning;
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

    /** Page 66: every knob, by our names and by Contrail's. */
    @Test
    void shouldTakeTheKnobsOfContrailsDrawingByBothNames() {
        final VrouterConfig ours =
                config(("--node a --small-buffers 65536 --lcore-rx-ring 2048 --lcore-tx-ring 512 --rx-descriptors 128"
                                + " --tx-descriptors 256 --yield 1 --drop-log 50 --close-flow-on-any-reset 1 --burst 16"
                                + " --memory-limit 512 --vhost-dir /v --vrfs 100 --nexthops 200 --labels 300"
                                + " --bridge-entries 400 --bridge-overflow 20 --flow-entries 500 --flow-overflow 30"
                                + " --cpus 2,4 --service-cpus 1 --control-cpus 0 --no-load-balance --no-hugepages")
                        .split(" "));
        final VrouterConfig theirs = config(
                ("--node a --vr_mempool_sz 65536 --vr_dpdk_rx_ring_sz 2048 --vr_dpdk_tx_ring_sz 512 --dpdk_rxd_sz 128"
                                + " --dpdk_txd_sz 256 --yield_option 1 --vr_dropstats_bufsz 50"
                                + " --vr_uncond_close_flow_on_tcp_rst 1 --burst 16 --socket-mem 256,256"
                                + " --vr_socket_dir /v --vr_vrfs 100 --vr_nexthops 200 --vr_mpls_labels 300"
                                + " --vr_bridge_entries 400 --vr_bridge_oentries 20 --vr_flow_entries 500"
                                + " --vr_oflow_entries 30 --lcores (0-2)@1,(8-9)@1,10@2,11@4"
                                + " --dpdk_ctrl_thread_mask 0x1 --vr_no_load_balance --no-huge --no-daemon --ddp"
                                + " --vr_packet_sz 9216 --vr_memory_alloc_checks")
                        .split(" "));

        assertThat(theirs).isEqualTo(ours);
        assertThat(ours.poolSizes().smallCount()).isEqualTo(65536);
        assertThat(ours.devices().rings()).isEqualTo(new RingSizes(2048, 512, 128, 256));
        assertThat(ours.tuning()).isEqualTo(new Tuning(16, true, 50, true));
        assertThat(ours.cpus()).isEqualTo(List.of(2, 4));
        assertThat(ours.limits().bridge()).isEqualTo(new TableSize(400, 20));
        assertThat(ours.limits().flows()).isEqualTo(new TableSize(500, 30));
    }

    @Test
    void shouldKeepTheOrderOfLcoresThatDpdksMapHas() {
        assertThat(config("--node", "a", "--lcores", "(0-2,8,9)@(0-1),10@7,11@3")
                        .cpus())
                .isEqualTo(List.of(7, 3));
    }

    @Test
    void shouldHaveThePoolThatTheRuleSays() {
        final VrouterConfig four = config("--node", "a", "--lcores", "4");
        assertThat(four.poolSizes()).isEqualTo(new PoolRule(4, 4, RingSizes.DEFAULT).sizes());
        assertThat(four.poolSizes().smallCount())
                .isGreaterThan(config("--node", "a").poolSizes().smallCount());
        assertThat(config("--node", "a", "--lcores", "4", "--lcore-rx-ring", "4096")
                        .poolSizes()
                        .smallCount())
                .as("longer rings hold more")
                .isGreaterThan(four.poolSizes().smallCount());
    }

    /** Pages 45 to 47. */
    @Test
    void shouldHaveTheProcessingModelsOfTheDeck() {
        assertThat(config("--node", "a", "--model", "run-to-completion")
                        .devices()
                        .loadBalance())
                .isEqualTo(LoadBalance.NONE);
        assertThat(config("--node", "a", "--model", "hybrid").devices().loadBalance())
                .isEqualTo(LoadBalance.CONTRAIL);
        final VrouterConfig pipeline =
                config("--node a --model pipeline --io-lcores 2 --cpus 2,4 --io-cpus 6,8".split(" "));
        assertThat(pipeline.devices().loadBalance()).isEqualTo(LoadBalance.PIPELINE);
        assertThat(pipeline.tuning().io()).isEqualTo(new IoLcores(2, List.of(6, 8)));
        assertThat(pipeline.lcoresInAll()).isEqualTo(4);
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
                "run vrouter --node a --model fast          | model 'fast': must be one of run-to-completion, pipeline, hybrid",
                "run vrouter --node a --model hybrid --no-load-balance | contradict each other: none, contrail",
                "run vrouter --node a --io-lcores 1         | they need the pipeline (--model pipeline), not auto",
                "run vrouter --node a --model pipeline --io-lcores 6 | IO lcores: 6, must be 0 .. 5",
                "run vrouter --node a --model pipeline --io-lcores 2 --cpus 2,4 --io-cpus 6 | 1 CPUs for 2 IO lcores",
                "run vrouter --node a --model pipeline --io-lcores 1 --cpus 2,4 --io-cpus 4 | CPU 4 is in --cpus and in --io-cpus",
                "run vrouter --node a --lcore-rx-ring 1000  | ring between lcores, receive: 1000, must be a power of two in 64 .. 65536, for example 1024",
                "run vrouter --node a --vr_dpdk_tx_ring_sz 0 | ring between lcores, transmit: 0",
                "run vrouter --node a --dpdk_rxd_sz 131072  | receive descriptors: 131072, must be a power of two in 64 .. 65536",
                "run vrouter --node a --dpdk_txd_sz 100     | transmit descriptors: 100",
                "run vrouter --node a --burst 33            | burst: 33, must be 1 .. 32",
                "run vrouter --node a --yield_option 2      | --yield_option is 2, must be 0 or 1",
                "run vrouter --node a --vr_dropstats_bufsz 0 | drops kept: 0",
                "run vrouter --node a --vr_mempool_sz 0     | --small-buffers is 0, must be 1 or more",
                "run vrouter --node a --vr_mempool_sz 100   | 2 lcores with bursts of 32 need 128 at least",
                "run vrouter --node a --socket-mem 16       | MB, --socket-mem allows 16: allow more, or ask for fewer",
                "run vrouter --node a --socket-mem 64,-1    | --socket-mem has -1",
                "run vrouter --node a --hugepages --no-huge | contradict each other",
                "run vrouter --node a --host-queues 0       | queues of the host's interface: 0",
                "run vrouter --node a --vr_bridge_oentries 0 | --bridge-overflow is 0",
                "run vrouter --node a --lcores 10@          | a number of lcores, or where each is",
                "run vrouter --node a --lcores two          | a number of lcores, or where each is",
                "run vrouter --node a --lcores 10@2,10@3    | lcore 10 is there twice",
                "run vrouter --node a --lcores 10@2,12@3    | numbered 10 on",
                "run vrouter --node a --lcores 10@(2-3)     | lcore 10 forwards: it needs one CPU",
                "run vrouter --node a --lcores (0-2)@0      | numbered 10 on",
                "run vrouter --node a --lcores 10@2,11@2    | two lcores on one CPU",
                "run vrouter --node a --lcores 10@2 --cpus 3 | --lcores names CPUs, and so does --cpus",
                "run vrouter --node a --vdev eth_bond_bond0,mode=4 | --vdev of Contrail's data plane is not there: name the bond's links with --fabric-bond",
                "run vrouter --node a --vlan_tci=101        | --vlan_tci of Contrail's data plane is not there",
                "run vrouter --node a --no-gro              | --offloads none",
                "run vrouter --node a --vr_packet_sz 70000  | --vr_packet_sz is 70000, must be 1 .. 65535",
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
