// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.vireo.vrouter.counter.CounterLayout;
import net.vireo.vrouter.counter.NodeCounter;
import org.junit.jupiter.api.Test;

class GraphPlanTest {
    private final GraphPlan plan = GraphPlan.STANDARD;

    @Test
    void shouldNameEachNodeOnceAndShortEnoughForTheCounterFile() {
        assertThat(plan.nodeNames()).doesNotHaveDuplicates();
        assertThat(plan.nodeNames())
                .allSatisfy(
                        name -> assertThat(name).matches("[a-z0-9-]+").hasSizeLessThan(CounterLayout.NODE_NAME_BYTES));
    }

    @Test
    void shouldReachEveryNodeFromTheFirst() {
        final Set<String> reached = new HashSet<>(Set.of(GraphPlan.DROP));
        final Deque<String> next = new ArrayDeque<>(List.of("vif-input"));
        while (!next.isEmpty()) {
            final String name = next.pop();
            if (reached.add(name)) {
                next.addAll(plan.nodes().get(plan.index(name)).edges());
            }
        }
        assertThat(plan.nodeNames()).containsExactlyInAnyOrderElementsOf(reached);
    }

    @Test
    void shouldRefuseAnEdgeToNowhere() {
        assertThatThrownBy(() -> new GraphPlan(List.of(new NodeSpec("a", "", List.of("b"), CrossConnect::new))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no node is called b");
    }

    @Test
    void shouldRunANodeAgainWhenALaterOneSendsPacketsBack() {
        try (OneNode lab = new OneNode()) {
            lab.guestToFabric(
                    OneNode.fromGuest(Frames.FAR_GUEST, 64, 6, Frames.syn(Frames.GUEST, Frames.FAR_GUEST, 1460)));
            assertThat(lab.node.counters.node(0, plan.index("encap-mplsudp"), NodeCounter.CALLS))
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldCountCallsPacketsAndSampledTime() {
        try (OneNode lab = new OneNode()) {
            for (int i = 0; i < 200; i++) {
                lab.guestToFabric(OneNode.fromGuest(Frames.FAR_GUEST, 64, 17, OneNode.payload()));
            }
            final int node = plan.index("route-lookup");
            assertThat(lab.node.counters.node(0, node, NodeCounter.PACKETS)).isEqualTo(200);
            assertThat(lab.node.counters.node(0, node, NodeCounter.TIMED_CALLS)).isEqualTo(3);
            assertThat(lab.node.counters.node(0, node, NodeCounter.TIMED_NS)).isPositive();
        }
    }
}
