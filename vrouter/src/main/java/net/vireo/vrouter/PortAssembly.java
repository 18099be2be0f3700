// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.Arrays;
import net.vireo.port.Port;
import net.vireo.port.spread.TransmitRings;
import net.vireo.vrouter.lcore.QueueMap;
import net.vireo.vrouter.lcore.QueuePlaces;
import net.vireo.vrouter.lcore.QueuePolicy;
import net.vireo.vrouter.table.Vif;

/** Puts together what is between a vif's device and the lcores: places of its queues, load balancing. Control thread. */
final class PortAssembly {
    private final DeviceOpener opener;
    private final Balancing balancing;
    private final QueuePolicy policy;
    private final int ringPackets;
    private final QueueMap map;

    /** @param ringPackets capacity of rings to lcores that send */
    PortAssembly(
            final DeviceOpener opener, final Balancing balancing, final QueuePolicy policy, final int ringPackets) {
        this.opener = opener;
        this.ringPackets = ringPackets;
        this.balancing = balancing;
        this.policy = policy;
        map = new QueueMap(balancing.lcores(), policy);
    }

    /**
     * Opens a vif's device and gives its queues to lcores.
     *
     * @return null for a vif that is only a placeholder
     * @throws net.vireo.linux.LinuxException with errno when the device cannot be opened
     */
    PluggedPort plug(final Vif vif) {
        final Port device = opener.open(vif, balancing.lcores());
        if (device == null) {
            return null;
        }
        final QueuePlaces places = vif.type() == Vif.TYPE_PHYSICAL
                ? map.assignFabric(device.rxQueueCount())
                : map.assign(device.rxQueueCount(), queue -> device.queues().isEnabled(queue));
        return new PluggedPort(device, places, balancing.over(vif, device, places.lcores()), rings(device, places));
    }

    /** Who polls a queue sends by it. @return null where every lcore has a queue to send by */
    private TransmitRings rings(final Port device, final QueuePlaces places) {
        final int owned = device.ownedTxQueues();
        if (owned >= balancing.lcores()) {
            return null;
        }
        final int[] owners = Arrays.copyOf(places.lcores(), owned);
        return TransmitRings.over(device, balancing.pool(), balancing.lcores(), owners, ringPackets);
    }

    /** Takes the queues back; the port is the caller's to close. */
    void release(final PluggedPort plugged) {
        map.release(plugged.places());
    }

    QueuePolicy policy() {
        return policy;
    }
}
