// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.Arrays;
import java.util.stream.IntStream;
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
    private QueuePolicy policy;
    private final int ringPackets;
    private final QueueMap map;

    /** Of lcores that only poll; null when there are none. They poll every queue there is. */
    private final QueueMap ioMap;

    /** @param ringPackets capacity of rings to lcores that send */
    PortAssembly(
            final DeviceOpener opener, final Balancing balancing, final QueuePolicy policy, final int ringPackets) {
        this.opener = opener;
        this.ringPackets = ringPackets;
        this.balancing = balancing;
        this.policy = policy;
        map = new QueueMap(balancing.lcores(), policy);
        ioMap = balancing.io() == 0 ? null : new QueueMap(balancing.io(), QueuePolicy.ALL);
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
        final boolean byIo = balancing.isPolledByIo(vif);
        final QueueMap pollers = byIo ? ioMap : map;
        final QueuePlaces places = vif.type() == Vif.TYPE_PHYSICAL
                ? pollers.assignFabric(device.rxQueueCount())
                : pollers.assign(device.rxQueueCount(), queue -> device.queues().isEnabled(queue));
        final Port port = balancing.over(vif, device, places.lcores());
        return new PluggedPort(device, places, port, rings(device, byIo ? null : places), byIo);
    }

    /** Who polls a queue sends by it, unless who polls sends nothing. @return null where every lcore has a queue to send by */
    private TransmitRings rings(final Port device, final QueuePlaces places) {
        final int owned = device.ownedTxQueues();
        if (owned >= balancing.lcores()) {
            return null;
        }
        final int[] owners =
                places == null ? IntStream.range(0, owned).toArray() : Arrays.copyOf(places.lcores(), owned);
        return TransmitRings.over(device, balancing.pool(), balancing.lcores(), owners, ringPackets);
    }

    /** What becomes of more queues than lcores, of guests that are plugged from now on. */
    void policy(final QueuePolicy next) {
        policy = next;
        map.policy(next);
    }

    /** Gives queues that nobody polls to lcores. @return those queues' numbers */
    int[] takeUp(final PluggedPort plugged) {
        return plugged.takeUp((plugged.isPolledByIo() ? ioMap : map).takeUp(plugged.places()));
    }

    /** Takes the queues back; the port is the caller's to close. */
    void release(final PluggedPort plugged) {
        (plugged.isPolledByIo() ? ioMap : map).release(plugged.places());
    }

    /** How many lcores forward. */
    int lcores() {
        return balancing.lcores();
    }

    QueuePolicy policy() {
        return policy;
    }
}
