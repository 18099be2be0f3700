// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.traffic;

import java.util.List;

/**
 * An interface with a device.
 *
 * @param name the device's, as the interface was added with it
 * @param in packets that the graph took in from it
 * @param out packets that its port took
 * @param drops packets that came in by it and were dropped
 * @param ringFull packets polled from it that found the ring to another lcore full: in none of these
 * @param queues those in use, and the first one
 */
record VifTraffic(int vif, String name, String kind, long in, long out, long drops, long ringFull, List<Queue> queues) {
    /**
     * A receive queue.
     *
     * @param lcore the number of the one that polls it, or {@link net.vireo.sandesh.VireoQueue#NONE}
     * @param reason one word
     * @param packets polled from it, or {@link net.vireo.sandesh.VireoQueue#NONE} when its device does not count them
     */
    record Queue(int queue, int lcore, String reason, boolean enabled, long packets) {}

    VifTraffic {
        queues = List.copyOf(queues);
    }
}
