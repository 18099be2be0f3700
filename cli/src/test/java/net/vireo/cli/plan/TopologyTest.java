// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.linux.CpuSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {
    @TempDir
    private Path sys;

    private void write(final String file, final String text) throws IOException {
        final Path path = sys.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void cpu(final int number, final int socket, final String siblings) throws IOException {
        final String topology = "devices/system/cpu/cpu" + number + "/topology/";
        write(topology + "physical_package_id", socket + "\n");
        write(topology + "thread_siblings_list", siblings + "\n");
    }

    /** Two sockets with a core of two threads each; CPU 3, a thread of CPU 1, is offline. */
    private void machine() throws IOException {
        write("devices/system/cpu/online", "0-2\n");
        cpu(0, 0, "0,2");
        cpu(2, 0, "0,2");
        cpu(1, 1, "1,3");
        write("devices/system/node/node0/cpulist", "0,2\n");
        write("devices/system/node/node1/cpulist", "1\n");
        write("devices/system/node/node2/cpulist", "\n");
        write("devices/system/node/online", "0-2\n");
        write("class/net/eth7/device/numa_node", "1\n");
        write("class/net/eth8/device/numa_node", "-1\n");
        Files.createDirectories(sys.resolve("class/net/veth0"));
    }

    @Test
    void shouldReadWhatTheKernelSays() throws IOException {
        machine();
        final CpuTopology topology = new SysfsTopology(sys).read();

        assertThat(topology).hasToString("3 CPUs on 2 cores, 2 sockets, 2 NUMA nodes");
        assertThat(topology.node(0)).isEqualTo(CpuSet.of(0, 2));
        assertThat(topology.node(1)).isEqualTo(CpuSet.of(1));
        assertThat(topology.withSiblings(CpuSet.of(2))).isEqualTo(CpuSet.of(0, 2));
        assertThat(topology.withSiblings(CpuSet.of(1)))
                .as("what is offline is not there")
                .isEqualTo(CpuSet.of(1));
    }

    @Test
    void shouldKnowWhereALinkIs() throws IOException {
        machine();
        final SysfsTopology here = new SysfsTopology(sys);

        assertThat(here.nodeOfLink("eth7")).isOne();
        assertThat(here.nodeOfLink("eth8")).as("a machine that does not say").isZero();
        assertThat(here.nodeOfLink("veth0")).as("no device behind it").isZero();
        assertThatThrownBy(() -> here.nodeOfLink("eth9")).hasMessage("there is no link 'eth9' here");
        assertThatThrownBy(() -> here.nodeOfLink("../net/eth7")).hasMessageStartingWith("there is no link");
    }

    @Test
    void shouldSeeWhoWorksBesideAnLcore() throws IOException {
        machine();
        final SysfsTopology here = new SysfsTopology(sys);

        assertThat(SharedCores.remark(here, CpuSet.of(0), CpuSet.of(1, 2)))
                .hasValueSatisfying(remark ->
                        assertThat(remark).startsWith("CPU 2 is in use beside a forwarding lcore on the same core"));
        assertThat(SharedCores.remark(here, CpuSet.of(0), CpuSet.of(1, 3))).isEmpty();
        assertThat(SharedCores.remark(here, CpuSet.of(0, 2, 90), CpuSet.of(1)))
                .as("lcores beside each other are what somebody asked for")
                .isEmpty();
        assertThat(SharedCores.remark(new SysfsTopology(sys.resolve("none")), CpuSet.of(0), CpuSet.of(2)))
                .as("a machine that does not say")
                .isEmpty();
    }

    @Test
    void shouldTakeAMachineWithoutNumaForOneNode() throws IOException {
        write("devices/system/cpu/online", "0\n");
        cpu(0, 0, "0");

        assertThat(new SysfsTopology(sys).read().nodes()).containsExactly(0);
    }

    @Test
    void shouldSayThatItCannotReadTheMachine() throws IOException {
        assertThatThrownBy(() -> new SysfsTopology(sys).read())
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("cpu/online");
        machine();
        write("devices/system/cpu/cpu1/topology/physical_package_id", "one\n");
        assertThatThrownBy(() -> new SysfsTopology(sys).read())
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("physical_package_id: no number");
    }

    @Test
    void shouldReadThisMachine() {
        final CpuTopology topology = new SysfsTopology(Path.of("/sys")).read();

        assertThat(topology.all().contains(0)).isTrue();
        assertThat(topology.coreCount()).isBetween(1, topology.all().count());
    }

    @Test
    void shouldReadWhatLscpuPrints() {
        final CpuTopology topology = LscpuTopology.parse("x", """
                # The following is the parsable format, which can be fed to other
                # programs. Each different item in every column has an unique ID
                # starting usually from zero.
                # CPU,Core,Socket,Node,,L1d,L1i,L2,L3
                0,0,0,0,,0,0,0,0
                1,1,1,1,,1,1,1,1
                2,0,0,0,,0,0,0,0
                3,1,1,1,,1,1,1,1
                """.lines().toList());

        assertThat(topology).hasToString("4 CPUs on 2 cores, 2 sockets, 2 NUMA nodes");
        assertThat(topology.withSiblings(CpuSet.of(1))).isEqualTo(CpuSet.of(1, 3));
        assertThat(topology.node(1)).isEqualTo(CpuSet.of(1, 3));
    }

    @Test
    void shouldReadTheColumnsThatLscpuWasAskedFor() {
        final CpuTopology topology =
                LscpuTopology.parse("x", List.of("# Node,CPU,Core", "1,0,0", "1,2,0", ",4,3", "", "0,5,0"));

        assertThat(topology.node(1)).isEqualTo(CpuSet.of(0, 2));
        assertThat(topology.node(0)).isEqualTo(CpuSet.of(4, 5));
        assertThat(topology.withSiblings(CpuSet.of(5)))
                .as("core 0 of another node is another core")
                .isEqualTo(CpuSet.of(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0,x,0,0", "0,0,-1,0", "8192,0,0,0", "-1,0,0,0", "{cpus: 3}", "99999999999,0,0,0"})
    void shouldNameTheLineThatIsNoneOfLscpus(final String line) {
        assertThatThrownBy(() -> LscpuTopology.parse("machine.txt", List.of("0,0,0,0", line)))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("machine.txt:2: '" + line + "' is no line of 'lscpu -p'");
    }

    @Test
    void shouldRefuseAFileWithoutCpus() {
        assertThatThrownBy(() -> LscpuTopology.parse("machine.txt", List.of("# CPU,Core", "")))
                .hasMessage("machine.txt describes no CPU");
    }

    @Test
    void shouldNumberCpusAsFirmwareDoes() {
        final CpuTopology interleaved = new RegularTopology(2, 3, 2, RegularTopology.Numbering.INTERLEAVED).topology();
        final CpuTopology blocks = new RegularTopology(2, 3, 2, RegularTopology.Numbering.BLOCKS).topology();

        assertThat(interleaved.node(0)).isEqualTo(CpuSet.parse("0,2,4,6,8,10"));
        assertThat(blocks.node(0)).isEqualTo(CpuSet.parse("0-2,6-8"));
        assertThat(interleaved.withSiblings(CpuSet.of(1)))
                .isEqualTo(blocks.withSiblings(CpuSet.of(1)))
                .isEqualTo(CpuSet.of(1, 7));
    }
}
