// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import net.vireo.linux.netlink.LinkCounters;
import net.vireo.port.Port;
import net.vireo.port.rss.RssPort;
import net.vireo.vrouter.table.Vif;

/** Opens what a vif stands for. Control thread. */
@FunctionalInterface
public interface DeviceOpener {
    /**
     * Opens the device of a vif.
     *
     * @param queueCount how many receive queues it should have: one for each lcore
     * @return the port, or null for a vif that is only a placeholder
     * @throws net.vireo.linux.LinuxException with errno when the device cannot be opened
     */
    Port open(Vif vif, int queueCount);

    /** The kind of a physical vif's port and what else is to be said of it, as tools show it; empty when unknown. */
    default String driver(final int vif) {
        return "";
    }

    /** What the links behind a physical vif have counted themselves; {@link LinkCounters#NONE} when it has none. */
    default LinkCounters linkCounters(final int vif) {
        return LinkCounters.NONE;
    }

    /** The receive side scaling in front of a vif's device, or null when it has none. */
    default RssPort rss(final int vif) {
        return null;
    }
}
