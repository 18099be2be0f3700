// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Optional;
import net.vireo.port.DeviceQueues;
import net.vireo.port.spread.TransmitRings;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.lcore.QueuePlaces;
import net.vireo.vrouter.lcore.QueuePolicy;
import net.vireo.vrouter.lcore.QueueShortage;

/**
 * The queues of an attached vif: where each is polled, and what its device says of it now. Any thread.
 *
 * @param kind of the device, see {@link net.vireo.port.Port#kind}
 * @param lcores how many forward
 * @param firstPoller number of the lcore that place 0 means
 * @param places of the receive queues
 * @param device what is in use
 * @param rings between lcores that send by it; empty when each has a queue
 * @param nodes where its packets are
 */
public record VifQueues(
        String kind,
        int lcores,
        int firstPoller,
        QueuePolicy policy,
        QueuePlaces places,
        DeviceQueues device,
        Optional<TransmitRings> rings,
        NumaNodes nodes) {
    /** With a queue for each lcore to send by. */
    public VifQueues(
            final String kind,
            final int lcores,
            final QueuePolicy policy,
            final QueuePlaces places,
            final DeviceQueues device) {
        this(kind, lcores, Lcore.FIRST_NUMBER, policy, places, device, Optional.empty(), NumaNodes.NONE);
    }

    /** The queue of the device that an lcore's packets leave by now, or {@link DeviceQueues#NO_QUEUE}. */
    public int transmitQueueOf(final int lcore) {
        return device.transmitQueueOf(rings.isEmpty() ? lcore : rings.get().queueOf(lcore));
    }

    /** The number of the lcore that polls a queue, or {@link QueuePlaces#NOT_SERVED}. */
    public int pollerOf(final int queue) {
        final int lcore = places.lcoreOf(queue);
        return lcore == QueuePlaces.NOT_SERVED ? lcore : firstPoller + lcore;
    }

    /** What is wrong with them, if the guest uses more than there are lcores. */
    public Optional<QueueShortage> shortage() {
        return QueueShortage.of(
                lcores, places.count(), device::isEnabled, queue -> places.lcoreOf(queue) != QueuePlaces.NOT_SERVED);
    }
}
