// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.port.pool.PoolCache;

/** Where packets leave. Each lcore has a queue object of its own for every port it may send to. */
public interface TxQueue {
    /**
     * Takes packets, as many as the device accepts now, and gives their buffers back to {@code cache} (or to whoever
     * receives them, for a memory port). On return {@code packets[n .. count - 1]} are those not taken, in their old
     * order: a device that refuses one frame (too long, say) and takes the next has them moved there. They stay the
     * caller's, who counts and frees them; the port has counted them as {@code txErrors}. {@code packets[0 .. n - 1]}
     * are no longer the caller's to use.
     *
     * <p>Packets with an {@link net.vireo.port.offload.Offload offload word} may always be handed over: what the device
     * cannot do, the queue does first, with buffers of {@code cache}. A long packet that it cuts is one packet taken as
     * soon as one of its segments is out; the port's {@link PortCounters#offloads} tell what became of it.
     *
     * @param count at most {@link Port#MAX_BURST_PACKETS}
     * @return n, how many were taken
     */
    int transmit(PoolCache cache, long[] packets, int count);

    /**
     * Whether packets go to another lcore, which sends them by a queue of its own: what is taken has not left yet.
     */
    default boolean handsOver() {
        return false;
    }

    /** Whether there is somebody to take packets, as far as the queue knows; cheap enough to ask for each burst. */
    default boolean isOpen() {
        return true;
    }
}
