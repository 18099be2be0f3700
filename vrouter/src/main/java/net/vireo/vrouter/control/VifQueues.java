// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Optional;
import net.vireo.port.DeviceQueues;
import net.vireo.port.spread.TransmitRings;
import net.vireo.vrouter.lcore.QueuePlaces;
import net.vireo.vrouter.lcore.QueuePolicy;
import net.vireo.vrouter.lcore.QueueShortage;

/**
 * The queues of an attached vif: where each is polled, and what its device says of it now. Any thread.
 *
 * @param kind of the device, see {@link net.vireo.port.Port#kind}
 * @param lcores how many there are
 * @param places of the receive queues
 * @param device what is in use
 * @param rings between lcores that send by it; empty when each has a queue
 */
public record VifQueues(
        String kind,
        int lcores,
        QueuePolicy policy,
        QueuePlaces places,
        DeviceQueues device,
        Optional<TransmitRings> rings) {
    /** With a queue for each lcore to send by. */
    public VifQueues(
            final String kind,
            final int lcores,
            final QueuePolicy policy,
            final QueuePlaces places,
            final DeviceQueues device) {
        this(kind, lcores, policy, places, device, Optional.empty());
    }

    /** The queue of the device that an lcore's packets leave by now, or {@link DeviceQueues#NO_QUEUE}. */
    public int transmitQueueOf(final int lcore) {
        return device.transmitQueueOf(rings.isEmpty() ? lcore : rings.get().queueOf(lcore));
    }

    /** What is wrong with them, if the guest uses more than there are lcores. */
    public Optional<QueueShortage> shortage() {
        return QueueShortage.of(
                lcores, places.count(), device::isEnabled, queue -> places.lcoreOf(queue) != QueuePlaces.NOT_SERVED);
    }
}
