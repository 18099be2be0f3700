// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.Arrays;
import net.vireo.linux.MessageVector;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Vlan;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * One receive queue of a {@link PacketSocketPort}: a row of empty buffers stays posted and is refilled as frames leave
 * it, so that an idle poll costs one system call and nothing of the pool.
 */
final class PacketSocketReceiver implements PacketSocketPort.Receiver {
    private static final int SMALL_SLOTS = 64;
    /** Large buffers are few. */
    private static final int LARGE_SLOTS = 16;

    private final PacketPool pool;
    private final int fd;
    private final boolean smallFrames;
    private final QueueCounters counters;
    private final MessageVector vector;
    private final long[] posted;
    private int postedCount;

    PacketSocketReceiver(final PacketPool pool, final int fd, final boolean smallFrames, final QueueCounters counters) {
        this.pool = pool;
        this.fd = fd;
        this.smallFrames = smallFrames;
        this.counters = counters;
        posted = new long[smallFrames ? SMALL_SLOTS : LARGE_SLOTS];
        Arrays.fill(posted, PoolCache.NONE);
        vector = MessageVector.forReceive(posted.length);
    }

    @Override
    public int receive(final PoolCache cache, final long[] packets, final int capacity) {
        final int room = post(cache, Math.min(capacity, posted.length));
        final int got = room == 0 ? 0 : read(room);
        int n = 0;
        for (int slot = 0; slot < got; slot++) {
            final long packet = accept(slot);
            if (packet != PoolCache.NONE) {
                packets[n++] = packet;
            }
        }
        counters.received(n);
        counters.holds(postedCount);
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
    public void release() {
        for (int slot = 0; slot < posted.length; slot++) {
            if (posted[slot] != PoolCache.NONE) {
                pool.reclaim(posted[slot]);
                posted[slot] = PoolCache.NONE;
            }
        }
        postedCount = 0;
        counters.holds(0);
        vector.close();
    }

    /** Sees to it that the first slots have a buffer. @return how many have, at most {@code wanted} */
    private int post(final PoolCache cache, final int wanted) {
        int slot = 0;
        while (slot < wanted && (posted[slot] != PoolCache.NONE || refill(cache, slot))) {
            slot++;
        }
        return slot;
    }

    private boolean refill(final PoolCache cache, final int slot) {
        final long empty = FrameRoom.take(cache, smallFrames);
        if (empty == PoolCache.NONE) {
            counters.noBuffer();
            return false;
        }
        posted[slot] = empty;
        postedCount++;
        vector.buffer(slot, pool.dataAddress(empty), FrameRoom.dataBytes(pool, empty));
        return true;
    }

    private int read(final int room) {
        counters.receiveSyscall();
        return vector.tryReceive(fd, room); // -EAGAIN and a link that is down alike: no packets now
    }

    /** @return the packet, or {@link PoolCache#NONE} for a frame that was refused; its buffer then stays posted */
    private long accept(final int slot) {
        final int length = vector.lengthBytes(slot);
        if (vector.truncated(slot) || length < Ethernet.HEADER_BYTES || !completeChecksum(slot, length)) {
            counters.receiveError();
            return PoolCache.NONE;
        }
        final long packet = PacketRef.resized(posted[slot], PacketPool.HEADROOM_BYTES, length);
        posted[slot] = PoolCache.NONE;
        postedCount--;
        final int tag = vector.vlanTag(slot);
        return tag == MessageVector.NO_VLAN ? packet : tagged(packet, vector.vlanTpid(slot), tag);
    }

    private boolean completeChecksum(final int slot, final int length) {
        return (vector.status(slot) & MessageVector.STATUS_CHECKSUM_NOT_READY) == 0
                || OpenChecksum.complete(pool.dataAddress(posted[slot]), length);
    }

    /** Puts the tag that the kernel took off back where it was. */
    private long tagged(final long packet, final int tpid, final int tag) {
        Vlan.push(pool.dataAddress(packet), tpid, tag);
        return PacketRef.resized(
                packet, PacketRef.offset(packet) - Vlan.TAG_BYTES, PacketRef.length(packet) + Vlan.TAG_BYTES);
    }
}
