// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.MessageVector;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/** One lcore's way out of a {@link PacketSocketPort}: a burst per system call, out of a message vector of its own. */
final class PacketSocketSender implements TxQueue {
    private static final int SLOTS = 64;

    private final PacketPool pool;
    private final int fd;
    private final QueueCounters counters;
    private final MessageVector vector = MessageVector.forSend(SLOTS);
    private final RefusedFrames refused = new RefusedFrames();

    PacketSocketSender(final PacketPool pool, final int fd, final QueueCounters counters) {
        this.pool = pool;
        this.fd = fd;
        this.counters = counters;
    }

    @Override
    public int transmit(final PoolCache cache, final long[] packets, final int count) {
        refused.clear();
        int done = 0;
        boolean open = true;
        while (open && done < count) {
            final int wanted = Math.min(count - done, SLOTS);
            final int gone = send(cache, packets, done, wanted);
            done += gone;
            open = gone == wanted;
        }
        refused.putBack(packets, done);
        final int taken = done - refused.count();
        counters.transmitted(taken, count - taken);
        return taken;
    }

    /** Gives the vector's memory back. Control thread, after the lcore has let go of the queue. */
    void release() {
        vector.close();
    }

    /** @return how many of the packets are dealt with, sent or refused; fewer when the device takes no more now */
    private int send(final PoolCache cache, final long[] packets, final int from, final int count) {
        for (int i = 0; i < count; i++) {
            final long packet = packets[from + i];
            vector.buffer(i, pool.dataAddress(packet), PacketRef.length(packet));
        }
        int done = 0;
        while (done < count) {
            counters.transmitSyscall();
            final int result = vector.trySend(fd, done, count - done);
            if (result > 0) {
                cache.free(packets, from + done, from + done + result);
                done += result;
            } else if (RefusedFrames.isFramesFault(-result)) {
                refused.add(packets[from + done]);
                done++;
            } else {
                return done;
            }
        }
        return done;
    }
}
