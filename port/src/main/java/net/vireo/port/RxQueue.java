// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.port.pool.PoolCache;

/** Where packets enter. One lcore owns a queue and calls it; nobody else does. */
public interface RxQueue {
    /** What {@link #readinessFd} returns for a queue that cannot be waited on. */
    int NO_FD = -1;

    /**
     * Moves up to {@code capacity} packets (at most {@link Port#MAX_BURST_PACKETS}) into {@code packets} from index 0,
     * as {@link net.vireo.port.pool.PacketRef}s whose buffers come from {@code cache}. A frame that finds no buffer
     * stays out and is counted in the port's {@code rxNoBuffers}; one that is damaged or too long is counted in
     * {@code rxErrors}. Never blocks, never throws for what a peer did.
     *
     * @return how many packets were moved
     */
    int receive(PoolCache cache, long[] packets, int capacity);

    /**
     * Packets that the last {@link #receive} took from a device and handed to other lcores: no work of the graph's, and yet
     * the lcore that calls is not idle. Asked when nothing was received; called by the lcore.
     */
    default int handedOver() {
        return 0;
    }

    /**
     * The lcore is about to sleep on {@link #readinessFd}: from now on packets make it readable, where that costs
     * something that is not done while the lcore polls. Called by the lcore; the next {@link #receive} ends it.
     *
     * @return false when packets may be there already, or would not be noticed: look again instead of sleeping
     */
    default boolean rest() {
        return true;
    }

    /**
     * Whether a look at an empty queue costs a system call: such a queue is looked at less often while nothing comes, see
     * {@link PacedQueue}. Any thread.
     */
    default boolean looksByCall() {
        return false;
    }

    /** A descriptor that polls readable when packets wait, or {@link #NO_FD}: then the lcore may not sleep on it. */
    int readinessFd();
}
