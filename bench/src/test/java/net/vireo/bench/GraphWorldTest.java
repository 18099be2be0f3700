// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.graph.GraphPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A benchmark of packets that are dropped on the way would be fast and worthless. */
class GraphWorldTest {
    private static final int FLOWS = 1000;
    private static final int BURSTS = 100;

    static Stream<Scene> scenes() {
        return Stream.of(Scene.Encap.values())
                .flatMap(encap -> Stream.of(true, false)
                        .flatMap(toFabric ->
                                Stream.of(true, false).map(flowMode -> new Scene(toFabric, flowMode, encap, FLOWS))));
    }

    private static void carry(final GraphWorld world, final Traffic traffic, final int bursts) {
        for (int burst = 0; burst < bursts; burst++) {
            traffic.send();
            world.lcore.cycle();
            if (traffic.drain() != GraphWorld.BURST) {
                throw new AssertionError("packets of burst " + burst + " did not arrive");
            }
        }
    }

    @Test
    void shouldRunTheGraphThatTheDataPlaneRuns() {
        assertThat(new GraphWorld(new Scene(true, false, Scene.Encap.UDP, 1)).counters.nodeNames())
                .isEqualTo(GraphPlan.STANDARD.nodeNames());
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void shouldCarryEveryPacketThroughTheFlowTableInFlowModeOnly(final Scene scene) {
        final GraphWorld world = new GraphWorld(scene);
        carry(world, Traffic.of(world, scene), BURSTS);
        assertThat(Stream.of(DropReason.values()).filter(reason -> world.counters.drop(reason) > 0))
                .isEmpty();
        final List<String> nodes = world.counters.nodeNames();
        final long judged = world.packetsOf(nodes.indexOf("flow")) + world.packetsOf(nodes.indexOf("flow-2"));
        assertThat(judged).isEqualTo(scene.flowMode() ? BURSTS * GraphWorld.BURST : 0);
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void shouldAllocateNothingPerPacket(final Scene scene) {
        final GraphWorld world = new GraphWorld(scene);
        final Traffic traffic = Traffic.of(world, scene);
        carry(world, traffic, 20_000);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            carry(world, traffic, 2000);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        // The compiler may still be replacing a method; in one of the periods it is not.
        assertThat(least).isLessThan(1000);
    }
}
