// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.NodeCounter;
import net.vireo.vrouter.graph.GraphPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark must measure what runs: the data plane's own graph, every packet through it, none dropped. */
class GraphWorldTest {
    private static final int ROUNDS = 100;

    @Test
    void shouldMeasureTheGraphThatTheDataPlaneRuns() {
        assertThat(new GraphWorld().counters.nodeNames()).isEqualTo(GraphPlan.STANDARD.nodeNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"guest-to-fabric", "fabric-to-guest"})
    void shouldForwardEveryPacketOfABurst(final String direction) {
        final GraphWorld world = new GraphWorld();
        final Traffic traffic =
                "guest-to-fabric".equals(direction) ? Traffic.guestToFabric(world) : Traffic.fabricToGuest(world);
        for (int round = 0; round < ROUNDS; round++) {
            traffic.send();
            world.lcore.cycle();
            assertThat(traffic.drain()).isEqualTo(GraphWorld.BURST);
        }
        final String worker = "guest-to-fabric".equals(direction) ? "encap-mplsudp" : "mpls-input";
        assertThat(world.counters.node(0, GraphPlan.STANDARD.index(worker), NodeCounter.PACKETS))
                .isEqualTo((long) ROUNDS * GraphWorld.BURST);
        assertThat(Arrays.stream(DropReason.values())
                        .mapToLong(world.counters::drop)
                        .sum())
                .isZero();
    }
}
