// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.Objects;
import java.util.stream.IntStream;
import net.vireo.port.Port;
import net.vireo.vrouter.lcore.QueuePlaces;

/** A vif's device, which lcore polls which of its queues, and the port of which each lcore has what is its to process. */
final class PluggedPort {
    private final Port device;
    private final QueuePlaces places;
    private final Port port;
    private final int[] lcoreOfQueue;

    /** @param port the device itself, or one with a queue for each lcore in front of it */
    PluggedPort(final Port device, final QueuePlaces places, final Port port) {
        this.device = device;
        this.places = places;
        this.port = port;
        // Behind load balancing there is a queue for each lcore, whoever polls.
        lcoreOfQueue = Objects.equals(device, port)
                ? places.lcores()
                : IntStream.range(0, port.rxQueueCount()).toArray();
    }

    Port device() {
        return device;
    }

    QueuePlaces places() {
        return places;
    }

    /** What lcores receive from and send to. */
    Port port() {
        return port;
    }

    /** Whether a queue of {@link #port} is an lcore's to receive from. */
    boolean isOf(final int lcore, final int queue) {
        return lcoreOfQueue[queue] == lcore;
    }
}
