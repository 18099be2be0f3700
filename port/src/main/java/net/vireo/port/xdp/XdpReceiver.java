// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.xdp;

import net.vireo.linux.memory.Memory;
import net.vireo.linux.xdp.XdpRing;
import net.vireo.linux.xdp.XdpSocket;
import net.vireo.packet.Ethernet;
import net.vireo.port.FrameRoom;
import net.vireo.port.QueueCounters;
import net.vireo.port.RxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * One receive queue: copies frames out of the shared memory and gives their chunks back to the kernel. A look at an empty
 * queue is a look at memory, unless a driver asks to be woken up, or is to be polled by this very call; no buffer of the
 * pool is held between calls.
 */
final class XdpReceiver implements RxQueue {
    private final PacketPool pool;
    private final XdpFrames frames;
    private final XdpSocket socket;
    private final XdpRing receive;
    private final XdpRing fill;
    private final boolean checksumsMayBeOpen;
    private final boolean smallFrames;
    private final boolean busyPoll;
    private final QueueCounters counters;

    /**
     * @param smallFrames whether every frame fits a small buffer
     * @param busyPoll whether an empty queue is a reason to run the driver's loop here
     * @param checksumsMayBeOpen whether the link's far end may leave checksums to a device that there is none of
     */
    XdpReceiver(
            final PacketPool pool,
            final XdpQueue queue,
            final boolean smallFrames,
            final boolean busyPoll,
            final boolean checksumsMayBeOpen,
            final QueueCounters counters) {
        this.pool = pool;
        this.smallFrames = smallFrames;
        this.busyPoll = busyPoll;
        this.checksumsMayBeOpen = checksumsMayBeOpen;
        this.counters = counters;
        frames = queue.frames();
        socket = queue.socket();
        receive = socket.receive();
        fill = socket.fill();
        for (int i = 0; i < frames.receiveCount(); i++) {
            Memory.putLong(fill.entry(i), XdpFrames.receivePosition(i));
        }
        fill.advance(frames.receiveCount());
    }

    @Override
    public int receive(final PoolCache cache, final long[] packets, final int capacity) {
        // Every chunk is in the kernel's hands or in the receive ring, so the fill ring has room for what comes back.
        int count = Math.min(receive.available(capacity), fill.available(capacity));
        if (count == 0 && busyPoll) {
            counters.receiveSyscall();
            socket.wakeReceive();
            count = Math.min(receive.available(capacity), fill.available(capacity));
        }
        if (count == 0) {
            wakeIfWanted();
            return 0;
        }
        int n = 0;
        int i = 0;
        while (i < count) {
            final long empty = FrameRoom.take(cache, smallFrames);
            if (empty == PoolCache.NONE) {
                counters.noBuffer();
                break; // the frames stay in the ring
            }
            final long packet = accept(receive.entry(i), fill.entry(i), empty);
            if (packet == PoolCache.NONE) {
                cache.free(empty);
                counters.receiveError();
            } else {
                packets[n++] = packet;
            }
            i++;
        }
        fill.advance(i);
        receive.advance(i);
        wakeIfWanted();
        counters.received(n);
        return n;
    }

    @Override
    public boolean looksByCall() {
        return busyPoll;
    }

    @Override
    public int readinessFd() {
        return socket.fd();
    }

    /** Takes one frame's bytes and writes its chunk into the fill ring. @return NONE when it was refused */
    private long accept(final long descriptor, final long returned, final long empty) {
        final long position = XdpSocket.position(descriptor);
        final int lengthBytes = XdpSocket.lengthBytes(descriptor);
        if (!frames.isReceived(position, lengthBytes)) {
            // Nobody but the kernel can have written this. A chunk is lost for it, none is given twice.
            Memory.putLong(returned, Long.MAX_VALUE);
            return PoolCache.NONE;
        }
        Memory.putLong(returned, position & -XdpFrames.CHUNK_BYTES);
        if (lengthBytes < Ethernet.HEADER_BYTES
                || XdpSocket.options(descriptor) != 0
                || lengthBytes > FrameRoom.dataBytes(pool, empty)) {
            return PoolCache.NONE;
        }
        final long to = pool.dataAddress(empty);
        Memory.copy(frames.address(position), to, lengthBytes);
        if (checksumsMayBeOpen) {
            UnmarkedChecksum.complete(to, lengthBytes);
        }
        return PacketRef.resized(empty, PacketPool.HEADROOM_BYTES, lengthBytes);
    }

    private void wakeIfWanted() {
        if (fill.needsWakeup()) {
            counters.receiveSyscall();
            socket.wakeReceive();
        }
    }
}
