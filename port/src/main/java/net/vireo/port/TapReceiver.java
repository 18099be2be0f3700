// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.Errno;
import net.vireo.linux.Fds;
import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * One queue of a {@link TapPort} without offloads. Keeps one empty buffer ready, so that an idle poll costs one system
 * call and nothing of the pool.
 */
final class TapReceiver implements TapPort.Receiver {
    private static final int HEADER_BYTES = TapPort.HEADER_BYTES;

    private final PacketPool pool;
    private final int fd;
    private final boolean smallFrames;
    private final QueueCounters counters;
    private long ready = PoolCache.NONE;
    private volatile boolean gone;

    TapReceiver(final PacketPool pool, final int fd, final boolean smallFrames, final QueueCounters counters) {
        this.pool = pool;
        this.fd = fd;
        this.smallFrames = smallFrames;
        this.counters = counters;
    }

    @Override
    public int receive(final PoolCache cache, final long[] packets, final int capacity) {
        int n = 0;
        boolean more = true;
        while (more && n < capacity && makeReady(cache)) {
            final int got = read();
            more = got >= 0;
            if (!more) {
                empty(got);
            } else if (accept(got)) {
                packets[n++] = PacketRef.resized(ready, PacketPool.HEADROOM_BYTES, got - HEADER_BYTES);
                ready = PoolCache.NONE;
            }
        }
        counters.received(n);
        counters.holds(ready == PoolCache.NONE ? 0 : 1);
        return n;
    }

    @Override
    public boolean looksByCall() {
        return true;
    }

    @Override
    public int readinessFd() {
        return fd;
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    /** Nothing to read; or never again, which is counted once as an error. */
    private void empty(final int error) {
        if (error == -Errno.EBADFD && !gone) {
            gone = true;
            counters.receiveError();
        }
    }

    private boolean makeReady(final PoolCache cache) {
        if (ready == PoolCache.NONE) {
            ready = FrameRoom.take(cache, smallFrames);
            if (ready == PoolCache.NONE) {
                counters.noBuffer();
                return false;
            }
        }
        return true;
    }

    /** @return bytes of header and frame, or -errno */
    private int read() {
        counters.receiveSyscall();
        return Fds.tryRead(fd, pool.dataAddress(ready) - HEADER_BYTES, roomBytes());
    }

    private int roomBytes() {
        return HEADER_BYTES + FrameRoom.dataBytes(pool, ready);
    }

    /** Judges what was read; a read that filled the buffer to its last byte may have lost more. */
    private boolean accept(final int got) {
        final long frame = pool.dataAddress(ready);
        final boolean good = got >= HEADER_BYTES + Ethernet.HEADER_BYTES
                && got < roomBytes()
                && VnetHeader.accept(Memory.base(frame - HEADER_BYTES), frame, got - HEADER_BYTES);
        if (!good) {
            counters.receiveError();
        }
        return good;
    }

    @Override
    public void release() {
        if (ready != PoolCache.NONE) {
            pool.reclaim(ready);
            ready = PoolCache.NONE;
            counters.holds(0);
        }
    }
}
