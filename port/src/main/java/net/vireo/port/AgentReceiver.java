// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.MessageVector;
import net.vireo.packet.Ethernet;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;

/** What the agent sends: one system call per frame, of any length up to 64 KB. */
final class AgentReceiver implements RxQueue {
    private final AgentSockets sockets;
    private final QueueCounters counters;
    private final MessageVector vector = MessageVector.forReceive(1);
    private final ReceiveSlot slot;

    AgentReceiver(final PacketPool pool, final AgentSockets sockets, final QueueCounters counters) {
        this.sockets = sockets;
        this.counters = counters;
        slot = new ReceiveSlot(pool, 0);
    }

    @Override
    public int receive(final PoolCache cache, final long[] packets, final int capacity) {
        int n = 0;
        // Bad frames count as work too: whoever floods us with them must not keep the lcore.
        for (int i = 0; i < capacity && post(cache) && read(); i++) {
            final int lengthBytes = vector.lengthBytes(0);
            if (isGood(lengthBytes)) {
                packets[n++] = slot.take(cache, lengthBytes);
                sockets.heard();
            } else {
                counters.receiveError();
            }
        }
        counters.received(n);
        counters.holds(slot.heldCount());
        return n;
    }

    private boolean post(final PoolCache cache) {
        if (slot.post(cache)) {
            if (!slot.isPosted()) {
                counters.noBuffer();
                return false;
            }
            vector.buffer(0, slot.address(), slot.roomBytes());
        }
        return true;
    }

    private boolean read() {
        counters.receiveSyscall();
        return vector.tryReceive(sockets.fd(), 1) > 0;
    }

    private boolean isGood(final int lengthBytes) {
        return !vector.truncated(0) && lengthBytes >= Ethernet.HEADER_BYTES && sockets.isTrusted(vector.senderUid(0));
    }

    @Override
    public boolean looksByCall() {
        return true;
    }

    @Override
    public int readinessFd() {
        return sockets.fd();
    }

    /** Gives buffers and memory back. Control thread, after the lcore has let go of the queue. */
    void release() {
        slot.close();
        counters.holds(0);
        vector.close();
    }
}
