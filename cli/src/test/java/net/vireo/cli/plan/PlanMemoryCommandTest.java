// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.cli.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Page 145. */
class PlanMemoryCommandTest {
    @Test
    void shouldAddUpWhatADataPlaneNeeds() {
        final Run run = Run.of("plan", "memory", "--lcores", "2");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("      1408  lcores' caches, bursts and batches, twice")
                .contains("      2048  a full ring to each lcore that processes")
                .contains("      9216  in whole 1024s")
                .contains("--vr_mempool_sz 16384 = max(16384, 2 (rxd + txd) lcores ports), --socket-mem 1024");
    }

    /** The drawing's 64 K: four lcores, two ports, 2048 descriptors. */
    @Test
    void shouldHaveTheDrawingsPool() {
        final Run run = Run.of(
                "plan",
                "memory",
                "--lcores",
                "4",
                "--dpdk_rxd_sz",
                "2048",
                "--dpdk_txd_sz",
                "2048",
                "--ports",
                "2",
                "-o",
                "json");
        assertThat(run.out()).contains("\"contrailBuffers\" : 65536").contains("\"smallBuffers\" : 12288");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--lcores 0            | lcores and queues must be 1 or more: 0, 0",
                "--ports 0             | --ports is 0, must be 1 or more",
                "--lcore-rx-ring 1000  | must be a power of two",
            })
    void shouldRefuseWhatCannotBe(final String options, final String wrong) {
        final Run run = Run.of(("plan memory " + options).split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(wrong);
    }
}
