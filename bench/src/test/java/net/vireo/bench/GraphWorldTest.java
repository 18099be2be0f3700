// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.graph.GraphPlan;
import org.junit.jupiter.api.Test;

/** A benchmark of packets that are dropped on the way would be fast and worthless. */
class GraphWorldTest {
    private static void assertAllArrive(final GraphWorld world, final Traffic traffic) {
        for (int burst = 0; burst < 100; burst++) {
            traffic.send();
            world.lcore.cycle();
            assertThat(traffic.drain()).isEqualTo(GraphWorld.BURST);
        }
        assertThat(Stream.of(DropReason.values()).filter(reason -> world.counters.drop(reason) > 0))
                .isEmpty();
    }

    @Test
    void shouldRunTheGraphThatTheDataPlaneRuns() {
        assertThat(new GraphWorld().counters.nodeNames()).isEqualTo(GraphPlan.STANDARD.nodeNames());
    }

    @Test
    void shouldCarryEveryPacketOfAGuestToTheFabric() {
        final GraphWorld world = new GraphWorld();
        assertAllArrive(world, Traffic.guestToFabric(world));
    }

    @Test
    void shouldCarryEveryPacketOfTheFabricToAGuest() {
        final GraphWorld world = new GraphWorld();
        assertAllArrive(world, Traffic.fabricToGuest(world));
    }
}
