// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;

/**
 * One lcore's queues of a device that always has frames and takes all: what DPDK calls a null device, but for its frames,
 * which are a scene's. So an lcore needs no other core to keep it busy.
 */
final class NullPort implements RxQueue, TxQueue {
    private static final VarHandle TAKEN = taken();

    private final FrameWriter frames;
    private long takenCount;

    NullPort(final PacketPool pool, final Scene scene) {
        this(new FrameWriter(pool, scene));
    }

    NullPort(final FrameWriter frames) {
        this.frames = frames;
    }

    private static VarHandle taken() {
        try {
            return MethodHandles.lookup().findVarHandle(NullPort.class, "takenCount", long.class);
        } catch (final ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @Override
    public int receive(final PoolCache cache, final long[] packets, final int capacity) {
        return frames.fill(cache, packets, Math.min(capacity, GraphWorld.BURST));
    }

    @Override
    public int readinessFd() {
        return NO_FD;
    }

    @Override
    public int transmit(final PoolCache cache, final long[] packets, final int count) {
        cache.free(packets, 0, count);
        TAKEN.setOpaque(this, takenCount + count);
        return count;
    }

    /** Packets that came out here. Any thread. */
    long takenCount() {
        return (long) TAKEN.getOpaque(this);
    }
}
