// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.vireo.sandesh.VrFlow;

/** Flows as they were told; answers what a test says. */
final class FakeFlows implements FlowRequests {
    final NavigableMap<Integer, FlowView> flows = new TreeMap<>();
    FlowOutcome answer = FlowOutcome.of(FlowResult.UNSUPPORTED);
    VrFlow told;

    @Override
    public FlowOutcome set(final VrFlow request) {
        told = request;
        return answer;
    }

    @Override
    public int next(final int after) {
        final Integer next = flows.higherKey(after);
        return next == null ? NO_FLOW : next;
    }

    @Override
    public FlowView at(final int index) {
        return flows.get(index);
    }

    @Override
    public FlowTotals totals() {
        return new FlowTotals(flows.size(), 1, 2, 3, 4, 5, 6, 7, 8, List.of(1, 1));
    }
}
