// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Optional;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.flow.VifFatFlows;

/**
 * Parts of a router that the control socket shows and switches, and that not every router has.
 *
 * @param dropLog the last dropped packets
 * @param flows the flow table
 * @param fatFlows where the rules are kept by which several flows share an entry
 * @param node how the data plane runs
 * @param predictions says what would become of packets
 */
public record ControlServices(
        Optional<DropLog> dropLog,
        FlowRequests flows,
        VifFatFlows fatFlows,
        NodeSettings node,
        Predictions predictions) {
    /** A router that has nothing to say about how it runs. */
    public ControlServices(final Optional<DropLog> dropLog, final FlowRequests flows, final VifFatFlows fatFlows) {
        this(dropLog, flows, fatFlows, NodeSettings.NONE, Predictions.NONE);
    }

    /** A router whose lcores do not look at fat flow rules. */
    public ControlServices(final Optional<DropLog> dropLog, final FlowRequests flows) {
        this(dropLog, flows, new VifFatFlows(0));
    }

    /** A router without them. */
    public static final ControlServices NONE = new ControlServices(Optional.empty(), FlowRequests.NONE);
}
