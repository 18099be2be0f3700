// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.MessageVector;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/** One lcore's way to the agent: a burst per system call. */
final class AgentSender implements TxQueue {
    private static final int CAPACITY = 64;

    private final PacketPool pool;
    private final AgentSockets sockets;
    private final QueueCounters counters;
    private final MessageVector vector = MessageVector.forSend(CAPACITY);
    private final RefusedFrames refused = new RefusedFrames();

    AgentSender(final PacketPool pool, final AgentSockets sockets, final QueueCounters counters) {
        this.pool = pool;
        this.sockets = sockets;
        this.counters = counters;
        vector.destination(sockets.agent());
    }

    @Override
    public boolean isOpen() {
        return sockets.isListening();
    }

    @Override
    public int transmit(final PoolCache cache, final long[] packets, final int count) {
        refused.clear();
        int done = 0;
        boolean open = sockets.isListening();
        while (open && done < count) {
            final int result = send(packets, done, Math.min(count - done, CAPACITY));
            if (result > 0) {
                cache.free(packets, done, done + result);
                done += result;
            } else if (RefusedFrames.isFramesFault(-result)) {
                refused.add(done++);
            } else {
                open = false;
            }
        }
        refused.addFrom(done, count);
        final int taken = refused.settle(packets, count);
        counters.transmitted(taken, count - taken);
        return taken;
    }

    /** @return how many went, at least one, or -errno */
    private int send(final long[] packets, final int from, final int count) {
        for (int i = 0; i < count; i++) {
            final long packet = packets[from + i];
            vector.buffer(i, pool.dataAddress(packet), PacketRef.length(packet));
        }
        counters.transmitSyscall();
        final int result = vector.trySend(sockets.fd(), 0, count);
        if (AgentSockets.isNobodys(-result)) {
            sockets.gone();
        }
        return result;
    }

    /** Gives the memory back. Control thread, after the lcore has let go of the queue. */
    void release() {
        vector.close();
    }
}
