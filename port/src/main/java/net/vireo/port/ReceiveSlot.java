// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * Where one frame of unknown length is received: a large buffer of the pool. Those are few, so a short frame is copied
 * into a small one, and the large one stays. That costs 20 ns for a frame of 1500 bytes; scattering the read over a small
 * buffer and a large one would cost 115 ns per frame, in the kernel, and a copy for long frames (measured).
 *
 * <p>The device's header lies right in front of the frame. One thread; nothing allocates.
 */
final class ReceiveSlot {
    private final PacketPool pool;
    private final int headerBytes;
    private final int smallCount;
    private long posted = PoolCache.NONE;

    /** @param headerBytes of the device's header */
    ReceiveSlot(final PacketPool pool, final int headerBytes) {
        this.pool = pool;
        this.headerBytes = headerBytes;
        smallCount = pool.sizes().smallCount();
    }

    /**
     * Sees to it that there is a buffer: a large one, or a small one while there is no large one.
     *
     * @return whether {@link #address} and {@link #roomBytes} changed
     */
    boolean post(final PoolCache cache) {
        if (takesLong()) {
            return false;
        }
        final long large = cache.takeLarge();
        if (large != PoolCache.NONE && posted != PoolCache.NONE) {
            cache.free(posted);
        }
        if (large != PoolCache.NONE) {
            posted = large;
        } else if (posted == PoolCache.NONE) {
            posted = cache.takeSmall();
        }
        return true;
    }

    /** Whether a frame can be received. */
    boolean isPosted() {
        return posted != PoolCache.NONE;
    }

    /** Whether a long frame can be. */
    boolean takesLong() {
        return posted != PoolCache.NONE && PacketRef.id(posted) >= smallCount;
    }

    int heldCount() {
        return posted == PoolCache.NONE ? 0 : 1;
    }

    /** Where the header and then the frame go. */
    long address() {
        return pool.dataAddress(posted) - headerBytes;
    }

    /** How much of header and frame fits. */
    int roomBytes() {
        return headerBytes + FrameRoom.dataBytes(pool, posted);
    }

    /**
     * Hands out the frame that was received, its header right in front of it.
     *
     * @param lengthBytes of the frame, without the header; at most what fits
     */
    long take(final PoolCache cache, final int lengthBytes) {
        final long small =
                takesLong() && lengthBytes <= PacketPool.SMALL_DATA_BYTES ? cache.takeSmall() : PoolCache.NONE;
        if (small == PoolCache.NONE) {
            final long frame = PacketRef.resized(posted, PacketPool.HEADROOM_BYTES, lengthBytes);
            posted = PoolCache.NONE;
            return frame;
        }
        Memory.copy(address(), pool.dataAddress(small) - headerBytes, headerBytes + lengthBytes);
        return PacketRef.resized(small, PacketPool.HEADROOM_BYTES, lengthBytes);
    }

    /** Gives the buffer back. Control thread. */
    void close() {
        if (posted != PoolCache.NONE) {
            pool.reclaim(posted);
            posted = PoolCache.NONE;
        }
    }
}
