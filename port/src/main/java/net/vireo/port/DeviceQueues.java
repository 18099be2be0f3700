// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** What a port knows of its device's queues, for maps that people read. Any thread; values may be a moment old. */
public interface DeviceQueues {
    /** In {@link #transmitQueueOf}: none, nobody is there to take packets. */
    int NO_QUEUE = -1;

    /** In {@link #receivedCount}: the port does not count by queue. */
    long UNCOUNTED = -1;

    /** Whether the other side sends on this queue now: a guest may have enabled fewer than the port has. */
    boolean isEnabled(int rxQueue);

    /** Packets received from a queue since the port was opened, or {@link #UNCOUNTED}. */
    long receivedCount(int rxQueue);

    /** The queue of the device that an lcore's packets leave by now, or {@link #NO_QUEUE}. */
    int transmitQueueOf(int lcoreIndex);

    /** Who is on the other side; empty where that is a kernel or a wire, which is always there. */
    default Optional<FarSide> farSide() {
        return Optional.empty();
    }

    /** What is shared with the other side; empty where nothing is, or nobody is there. */
    default List<SharedMemory> sharedMemory() {
        return List.of();
    }

    /** How the sides of shared rings wake each other; rings that run, in their order. */
    default List<RingDescriptors> ringDescriptors() {
        return List.of();
    }

    /**
     * Looks into a ring that the device shares with a guest. Control thread: whoever works on the ring waits meanwhile, a few
     * microseconds.
     *
     * @param transmit whether it is the ring that packets leave by
     * @param queue 0 .. the port's receive queues - 1
     * @return empty where rings are a kernel's own
     */
    default Optional<RingState> ring(final boolean transmit, final int queue) {
        return Optional.empty();
    }

    /** Queues that are all enabled as long as the port is open, as many to send as to receive. */
    static DeviceQueues always(final int count, final IntToLongFunction received) {
        return new DeviceQueues() {
            @Override
            public boolean isEnabled(final int rxQueue) {
                return true;
            }

            @Override
            public long receivedCount(final int rxQueue) {
                return received.applyAsLong(rxQueue);
            }

            @Override
            public int transmitQueueOf(final int lcoreIndex) {
                return lcoreIndex % count;
            }
        };
    }
}
