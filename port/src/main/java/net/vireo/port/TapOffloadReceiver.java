// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.Errno;
import net.vireo.linux.Fds;
import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.VirtioHeader;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;

/** One queue of a {@link TapPort} with offloads: frames of up to 64 KB, each with what is left to do to it. */
final class TapOffloadReceiver implements TapPort.Receiver {
    private static final int HEADER_BYTES = TapPort.HEADER_BYTES;

    private final PacketPool pool;
    private final int fd;
    private final QueueCounters counters;
    private final ReceiveSlot slot;
    private final VirtioHeader virtio;
    private volatile boolean gone;

    TapOffloadReceiver(final PacketPool pool, final int fd, final QueueCounters counters) {
        this.pool = pool;
        this.fd = fd;
        this.counters = counters;
        slot = new ReceiveSlot(pool, HEADER_BYTES);
        virtio = new VirtioHeader(pool, true);
    }

    @Override
    public int receive(final PoolCache cache, final long[] packets, final int capacity) {
        int n = 0;
        boolean more = true;
        while (more && n < capacity && makeReady(cache)) {
            counters.receiveSyscall();
            final int got = Fds.tryRead(fd, slot.address(), slot.roomBytes());
            more = got >= 0;
            if (!more) {
                empty(got);
                continue;
            }
            final long packet = accept(cache, got);
            if (packet != PoolCache.NONE) {
                packets[n++] = packet;
            }
        }
        counters.received(n);
        counters.holds(slot.heldCount());
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
        if (slot.post(cache) && !slot.isPosted()) {
            counters.noBuffer();
            return false;
        }
        return true;
    }

    /** Judges what was read; a read that filled the room to its last byte may have lost more. */
    private long accept(final PoolCache cache, final int got) {
        if (got >= slot.roomBytes() && !slot.takesLong()) {
            counters.noBuffer();
            return PoolCache.NONE;
        }
        if (got < HEADER_BYTES + Ethernet.HEADER_BYTES || got >= slot.roomBytes()) {
            counters.receiveError();
            return PoolCache.NONE;
        }
        final long frame = slot.take(cache, got - HEADER_BYTES);
        final long word = virtio.accept(Memory.base(pool.dataAddress(frame) - HEADER_BYTES), frame);
        if (word < 0) {
            counters.receiveError();
            counters.offloads().refused(word);
            cache.free(frame);
            return PoolCache.NONE;
        }
        return word == Offload.NONE ? frame : Offload.attach(pool, frame, word);
    }

    @Override
    public void release() {
        slot.close();
        counters.holds(0);
    }
}
