// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Optional;
import net.vireo.vrouter.counter.DropLog;

/**
 * Parts of a router that the control socket shows and switches, and that not every router has.
 *
 * @param dropLog the last dropped packets
 * @param flows the flow table
 */
public record ControlServices(Optional<DropLog> dropLog, FlowRequests flows) {
    /** A router without them. */
    public static final ControlServices NONE = new ControlServices(Optional.empty(), FlowRequests.NONE);
}
