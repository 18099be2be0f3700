// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.vireo.cli.Run;
import org.junit.jupiter.api.Test;

/**
 * The deck's page 87, "CPU Pinning": two sockets of 18 cores with two threads, even CPUs on node 0 with the NIC, four
 * lcores (mask 0x154). Its five sets, CPU by CPU, as the original's performance guide spells them out ("CPU assignment
 * typical setups").
 */
class CpuPinningPageTest {
    private static final String[] PAGE = {"plan", "cpus", "--sockets", "2", "--cores", "18", "--threads", "2"};

    @Test
    void shouldPlanThe72CpusOfThePage() {
        final Run run = Run.of(PAGE);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                72 CPUs on 36 cores, 2 sockets, 2 NUMA nodes
                  node 0, with the NIC: %s
                  node 1: %s

                  Set         Count  Node   CPUs                             For
                  host            4  0,1    0-1,36-37                        operating system, the router's JVM threads (control)
                  forwarding      4  0      2,4,6,8                          lcores that forward, one on each
                  siblings        4  0      38,40,42,44                      other threads of those cores: left alone
                  service         2  0      10,46                            service lcores 0, 1, 2, 8, 9
                  guests         58  0,1    3,5,7,9,11-35,39,41,43,45,47-71  vCPUs: libvirt's, Nova's

                  lcore-10 on CPU 2, lcore-11 on CPU 4, lcore-12 on CPU 6, lcore-13 on CPU 8
                  masks: forwarding 0x154, service 0x400000000400, control 0x3000000003

                The router's part (--snippets prints the others'):
                  vireo run vrouter --node NAME --poll busy --cpus 2,4,6,8 --service-cpus 10,46 --control-cpus 0-1,36-37 \
                --guest-cpus 3,5,7,9,11-35,39,41,43,45,47-71
                """.formatted(everySecond(0), everySecond(1)));
        assertThat(run.exitCode()).isZero();
    }

    private static String everySecond(final int first) {
        final StringBuilder list = new StringBuilder();
        for (int cpu = first; cpu < 72; cpu += 2) {
            list.append(list.isEmpty() ? "" : ",").append(cpu);
        }
        return list.toString();
    }

    @Test
    void shouldTellEveryoneTheirPartOfThePage() {
        final Run run = Run.of(with("--snippets"));

        assertThat(run.out())
                .contains(
                        "\nisolcpus=2-35,38-71 nohz_full=2-35,38-71 rcu_nocbs=2-35,38-71 irqaffinity=0-1,36-37\n",
                        "\n[Manager]\nCPUAffinity=0-1,36-37\n",
                        "\nisolated_cores=2-35,38-71\n",
                        """

                        <vcpu placement='static'>4</vcpu>
                        <cputune>
                          <vcpupin vcpu='0' cpuset='12'/>
                          <vcpupin vcpu='1' cpuset='14'/>
                          <vcpupin vcpu='2' cpuset='48'/>
                          <vcpupin vcpu='3' cpuset='50'/>
                          <emulatorpin cpuset='0-1,36-37'/>
                        </cputune>
                        <numatune>
                          <memory mode='strict' nodeset='0'/>
                        </numatune>
                        """,
                        """

                        [compute]
                        cpu_dedicated_set = 3,5,7,9,11-35,39,41,43,45,47-71
                        cpu_shared_set = 0-1,36-37
                        # before Train: [DEFAULT] vcpu_pin_set = 3,5,7,9,11-35,39,41,43,45,47-71
                        """,
                        """

                        CPU_LIST=0x154
                        SERVICE_CORE_MASK=0x400000000400
                        DPDK_CTRL_THREAD_MASK=0x3000000003
                        """);
    }

    @Test
    void shouldUseTheSiblingsWhenToldTo() {
        final Run run = Run.of(with("--both-threads", "--lcores", "8"));

        assertThat(run.out())
                .contains("  forwarding      8  0      2,4,6,8,38,40,42,44 ")
                .contains("  siblings        0         none ")
                .contains("lcore-14 on CPU 38", "masks: forwarding 0x154000000154, ");
    }

    private static String[] with(final String... more) {
        final String[] all = Arrays.copyOf(PAGE, PAGE.length + more.length);
        System.arraycopy(more, 0, all, PAGE.length, more.length);
        return all;
    }
}
