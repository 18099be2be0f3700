// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.NodeCounter;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void shouldEndSoon() {
        final long startNs = System.nanoTime();
        WarmUp.run();
        assertThat(System.nanoTime() - startNs).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }

    @Test
    void shouldVisitEveryNodeAndMostDrops() {
        final CounterFile counters = WarmUp.train(200, WarmUp.LIMIT_NS);
        for (int node = 0; node < counters.nodeNames().size(); node++) {
            assertThat(counters.node(0, node, NodeCounter.PACKETS))
                    .as(counters.nodeNames().get(node))
                    .isPositive();
        }
        assertThat(java.util.Arrays.stream(DropReason.values()).filter(reason -> counters.drop(reason) > 0))
                .hasSizeGreaterThan(14)
                .contains(DropReason.TX_RING_FULL);
    }
}
