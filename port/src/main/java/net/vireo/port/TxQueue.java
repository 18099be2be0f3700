// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.port.pool.PoolCache;

/** Where packets leave. Each lcore has a queue object of its own for every port it may send to. */
public interface TxQueue {
    /**
     * Takes packets {@code 0..n-1} in order, as many as fit now, and gives their buffers back to {@code cache} (or to
     * whoever receives them, for a memory port). What was not taken stays the caller's, who counts and frees it; the
     * port has counted it as {@code txErrors}.
     *
     * @return n, how many were taken
     */
    int transmit(PoolCache cache, long[] packets, int count);
}
