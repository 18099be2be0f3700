// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchResultTest {
    private static final CpuUse NO_USE = new CpuUse(0, 0, 150, 200);

    @Test
    void shouldTakeTheMiddleOfOddAndEvenNumbersOfTurns() {
        assertThat(BenchResult.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
        assertThat(BenchResult.median(List.of(1.0, 2.0))).isEqualTo(1.5);
        assertThat(BenchResult.quantile(List.of(4.0, 0.0), 25)).isEqualTo(1.0);
        assertThat(BenchResult.median(List.of())).isZero();
    }

    @Test
    void shouldShowTheRatioToBothKindsOfKernel() {
        final BenchResult result = new BenchResult(new BenchOptions(1, 1, false, false));
        result.add(Contender.VIREO_ALL, Workload.TCP_1, 6, new CpuUse(50, 25, 150, 200));
        result.add(Contender.KERNEL, Workload.TCP_1, 12, NO_USE);
        result.add(Contender.KERNEL_CUT, Workload.TCP_1, 4, NO_USE);
        assertThat(result.text())
                .contains("MPLS over UDP")
                .contains("x0.50 of the kernel, x1.50 of it without segmentation");
        assertThat(result.json()).contains("\"vireo --offloads all\"").contains("\"encap\" : \"udp\"");
    }
}
