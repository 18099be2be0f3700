// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import net.vireo.port.pool.PacketBytes;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * As many copies of one frame as anybody wants: every buffer of its pool holds the frame, and ports copy what they send.
 * Made by one thread, used by one other.
 */
final class FrameSource implements AutoCloseable {
    private static final int BUFFERS = 512;

    private final PacketPool pool = PacketPool.create(new Sizes(BUFFERS, 1), false);
    private final PoolCache cache = pool.newCache(0);
    private final int lengthBytes;

    FrameSource(final byte[] frame) {
        lengthBytes = frame.length;
        final long[] all = new long[BUFFERS];
        for (int i = 0; i < BUFFERS; i++) {
            all[i] = next();
            PacketBytes.put(pool, all[i], 0, frame);
        }
        cache.free(all, 0, BUFFERS);
    }

    PacketPool pool() {
        return pool;
    }

    PoolCache cache() {
        return cache;
    }

    /** Puts frames at an array's begin, which whoever takes them gives back to the {@link #cache}. */
    void fill(final long[] packets, final int count) {
        for (int i = 0; i < count; i++) {
            packets[i] = next();
        }
    }

    private long next() {
        return PacketRef.resized(cache.takeSmall(), PacketPool.HEADROOM_BYTES, lengthBytes);
    }

    @Override
    public void close() {
        pool.close();
    }
}
