// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pool;

/**
 * Where the pool's buffers are. Taken while lcores work it may be a few packets off; at rest it is exact, and
 * {@link #holds} must be true.
 *
 * @param sizeCount all buffers of the pool
 * @param freeCount on the shared lists
 * @param cachedCount in the lcores' caches
 * @param outCount taken and not given back, by the callers' own count
 */
public record Balance(int sizeCount, long freeCount, long cachedCount, long outCount) {
    /** Whether every buffer is free, cached or out: the pool's own books. */
    public boolean adds() {
        return freeCount + cachedCount + outCount == sizeCount;
    }

    /**
     * Whether the buffers that are out are those that the caller can show: in rings, posted to devices, in flight.
     *
     * @param heldCount how many buffers the owner knows the place of
     */
    public boolean holds(final long heldCount) {
        return adds() && leakedCount(heldCount) == 0;
    }

    /** Buffers whose place nobody knows; negative when more are held than were taken. */
    public long leakedCount(final long heldCount) {
        return outCount - heldCount;
    }
}
