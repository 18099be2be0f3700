// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.port.balance.BalancedPort;
import net.vireo.port.rss.RssPort;
import net.vireo.port.spread.TransmitRings;
import net.vireo.vrouter.table.Vif;

/** What the control socket asks of the running data plane when vifs come and go. Called from the control thread. */
public interface VifPorts {
    /**
     * Opens the vif's device, gives its queues to lcores and starts them. For a vif that is already attached to the
     * same device only the description changes.
     *
     * @throws net.vireo.linux.LinuxException with errno when the device cannot be opened
     */
    void attach(Vif vif);

    /** Stops the vif's queues, waits until every lcore has let go, and closes the device. */
    void detach(Vif vif);

    /** The internal load balancing of an attached vif, or null when it has none. */
    default BalancedPort balanced(final int vif) {
        return null;
    }

    /** The rings between lcores that send by an attached vif, or null when each has a queue of its own. */
    default TransmitRings transmitRings(final int vif) {
        return null;
    }

    /** The queues of an attached vif, or null when it has no device. */
    default VifQueues queues(final int vif) {
        return null;
    }

    /** The device of an attached physical vif, or null when it has none. */
    default FabricDevice fabric(final int vif) {
        return null;
    }

    /** The receive side scaling of an attached vif, or null when it has none in software. */
    default RssPort rss(final int vif) {
        return null;
    }
}
