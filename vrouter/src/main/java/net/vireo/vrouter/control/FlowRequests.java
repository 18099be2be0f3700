// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Optional;
import net.vireo.sandesh.VrFlow;
import net.vireo.vrouter.flow.FlowReader;

/** What the control socket asks of the flow table. Called from the control thread. */
public interface FlowRequests {
    /** What {@link #next} answers when there are no more. */
    int NO_FLOW = -1;

    /** For routers without a flow table. */
    FlowRequests NONE = new FlowRequests() {
        @Override
        public FlowOutcome set(final VrFlow request) {
            return FlowOutcome.of(FlowResult.UNSUPPORTED);
        }

        @Override
        public int next(final int after) {
            return NO_FLOW;
        }

        @Override
        public FlowView at(final int index) {
            return null;
        }

        @Override
        public FlowTotals totals() {
            return FlowTotals.NONE;
        }
    };

    /**
     * A flow as clients see it.
     *
     * @param flow key, action and flags, as a request would set it
     * @param bytes what it counted so far
     * @param packets what it counted so far
     */
    record FlowView(VrFlow flow, long bytes, long packets) {}

    /**
     * Sets, changes or, without the active flag, deletes a flow. Nothing of the request can be trusted: indices, next
     * hops, VRFs and mirrors are the implementation's to check.
     */
    FlowOutcome set(VrFlow request);

    /** The smallest index in use that is greater than one, or {@link #NO_FLOW}. Any number may be asked. */
    int next(int after);

    /** The flow at an index, null when there is none or it is out of range. */
    FlowView at(int index);

    FlowTotals totals();

    /** The table as a listing reads it; empty without one. */
    default Optional<FlowReader> reader() {
        return Optional.empty();
    }
}
