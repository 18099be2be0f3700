// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.List;

/**
 * The queues of a guest's device.
 *
 * @param pollers of the queues that the guest sends on and that are polled: the lcores' numbers
 * @param unserved the queues that the guest sends on and nobody polls
 * @param sendQueues how many queues lcores send by
 */
public record QueueFacts(List<Integer> pollers, List<Integer> unserved, int sendQueues) {
    /** A device whose queues nothing is known about. */
    public static final QueueFacts UNKNOWN = new QueueFacts(List.of(), List.of(), 0);

    public QueueFacts {
        pollers = List.copyOf(pollers);
        unserved = List.copyOf(unserved);
    }

    /** How many queues the guest sends on. */
    int used() {
        return pollers.size() + unserved.size();
    }
}
