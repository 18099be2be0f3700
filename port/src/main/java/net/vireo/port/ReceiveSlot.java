// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * Where one frame of unknown length is received: a small buffer, and a large one that takes what does not fit it. Large
 * buffers are few, so an ordinary frame must not cost one; a long frame pays with a copy of its beginning.
 *
 * <pre>
 *   small buffer:   ... | header | first piece          |
 *   large buffer:   ... | room for the first piece      | second piece ... |
 * </pre>
 *
 * Both stay posted until a frame has used them. One thread; nothing allocates.
 */
final class ReceiveSlot {
    private final PacketPool pool;
    private final int headerBytes;
    private long small = PoolCache.NONE;
    private long large = PoolCache.NONE;

    /** @param headerBytes of the device's header, which lies right in front of the frame */
    ReceiveSlot(final PacketPool pool, final int headerBytes) {
        this.pool = pool;
        this.headerBytes = headerBytes;
    }

    /** Sees to it that there is a small buffer, and a large one if the pool has one. @return whether anything changed */
    boolean post(final PoolCache cache) {
        final boolean changed = small == PoolCache.NONE || large == PoolCache.NONE;
        if (small == PoolCache.NONE) {
            small = cache.takeSmall();
        }
        if (large == PoolCache.NONE) {
            large = cache.takeLarge();
        }
        return changed;
    }

    /** Whether a frame can be received, be it a short one only. */
    boolean isPosted() {
        return small != PoolCache.NONE;
    }

    /** Whether a long frame can be received. */
    boolean hasTail() {
        return large != PoolCache.NONE;
    }

    int heldCount() {
        return (small == PoolCache.NONE ? 0 : 1) + (large == PoolCache.NONE ? 0 : 1);
    }

    long firstAddress() {
        return pool.dataAddress(small) - headerBytes;
    }

    /** Bytes of header and frame that the first piece takes. */
    int firstBytes() {
        return headerBytes + FrameRoom.dataBytes(pool, small);
    }

    long tailAddress() {
        return large == PoolCache.NONE ? 0 : pool.dataAddress(large) + FrameRoom.dataBytes(pool, small);
    }

    int tailBytes() {
        return large == PoolCache.NONE ? 0 : FrameRoom.dataBytes(pool, large) - FrameRoom.dataBytes(pool, small);
    }

    /**
     * The frame that was received, its header right in front of it. The buffer stays the slot's until {@link #release}.
     *
     * @param lengthBytes of the frame, without the header; at most what was posted
     */
    long frame(final int lengthBytes) {
        final int firstBytes = FrameRoom.dataBytes(pool, small);
        if (lengthBytes <= firstBytes) {
            return PacketRef.resized(small, PacketPool.HEADROOM_BYTES, lengthBytes);
        }
        Memory.copy(firstAddress(), pool.dataAddress(large) - headerBytes, headerBytes + firstBytes);
        return PacketRef.resized(large, PacketPool.HEADROOM_BYTES, lengthBytes);
    }

    /** The frame has left the slot with its buffer. */
    void release(final long frame) {
        if (PacketRef.id(frame) == PacketRef.id(small)) {
            small = PoolCache.NONE;
        } else {
            large = PoolCache.NONE;
        }
    }

    /** Gives the buffers back. Control thread. */
    void close() {
        if (small != PoolCache.NONE) {
            pool.reclaim(small);
            small = PoolCache.NONE;
        }
        if (large != PoolCache.NONE) {
            pool.reclaim(large);
            large = PoolCache.NONE;
        }
    }
}
