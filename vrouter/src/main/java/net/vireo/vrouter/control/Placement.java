// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import net.vireo.port.balance.BalancedPort;
import net.vireo.port.rss.RssPort;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.lcore.QueuePlaces;

/**
 * Which lcore polls a packet and which processes it, as far as that can be told beforehand: the kernel's own hash over
 * packet sockets is secret, and a guest chooses its queue itself.
 *
 * @param queue of the device, or {@link #UNKNOWN}
 * @param poller number of the lcore that polls it, or {@link #UNKNOWN}
 * @param lcore number of the lcore that processes the packet, or {@link #UNKNOWN}
 */
record Placement(int queue, int poller, int lcore) {
    static final int UNKNOWN = -1;

    private static final Placement NOWHERE = new Placement(UNKNOWN, UNKNOWN, UNKNOWN);

    /**
     * The place of a frame.
     *
     * @param asked the queue that it comes in by, or {@link #UNKNOWN}
     */
    static Placement of(final VifPorts ports, final int vif, final int asked, final byte[] frame) {
        final VifQueues queues = ports.queues(vif);
        if (queues == null) {
            return NOWHERE;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment bytes = arena.allocate(frame.length + Long.BYTES, Long.BYTES);
            MemorySegment.copy(frame, 0, bytes, ValueLayout.JAVA_BYTE, 0, frame.length);
            return of(ports, vif, queues, asked, bytes.address(), frame.length);
        }
    }

    private static Placement of(
            final VifPorts ports,
            final int vif,
            final VifQueues queues,
            final int asked,
            final long frame,
            final int lengthBytes) {
        final RssPort rss = ports.rss(vif);
        final int queue = rss != null ? rss.queueOf(frame, lengthBytes) : known(asked, queues);
        final int number = queue == UNKNOWN ? UNKNOWN : queues.pollerOf(queue);
        final int poller = number == QueuePlaces.NOT_SERVED ? UNKNOWN : number;
        final BalancedPort balanced = ports.balanced(vif);
        if (balanced == null) {
            return new Placement(queue, poller, poller);
        }
        final int processor = balanced.processorOf(index(poller, queues), frame, lengthBytes);
        return new Placement(
                queue, poller, processor == BalancedPort.UNKNOWN ? UNKNOWN : Lcore.FIRST_NUMBER + processor);
    }

    private static int known(final int asked, final VifQueues queues) {
        final int count = queues.places().count();
        if (count == 1) {
            return 0;
        }
        return asked < 0 || asked >= count ? UNKNOWN : asked;
    }

    /** As load balancing counts: first those that process. */
    private static int index(final int poller, final VifQueues queues) {
        if (poller == UNKNOWN) {
            return BalancedPort.UNKNOWN;
        }
        return poller < Lcore.FIRST_NUMBER
                ? queues.lcores() + poller - Lcore.FIRST_IO_NUMBER
                : poller - Lcore.FIRST_NUMBER;
    }
}
