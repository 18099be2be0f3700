// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.xdp;

import net.vireo.linux.Errno;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.xdp.XdpRing;
import net.vireo.linux.xdp.XdpSocket;
import net.vireo.port.QueueCounters;

/**
 * Frames of one burst on their way into a queue's transmit ring. Without a driver's zero-copy the kernel sends only while
 * it is called, so there is one call at a burst's end, and more while the ring is full; with it, only when the driver
 * sleeps. Inside the queue's gate; nothing allocates.
 */
final class XdpTransmit {
    /** Without an own budget the kernel sends 32 frames in a call: so often it is called to empty a ring. */
    private static final int MOST_CALLS = 64;

    private final XdpFrames frames;
    private final ChunkStack free;
    private final XdpSocket socket;
    private final XdpRing ring;
    private final XdpRing completion;
    private final QueueCounters counters;
    private int added;
    private boolean open;

    /** The last call said that the link is down or gone; frames that were in the ring then are still there. */
    private boolean down;

    XdpTransmit(final XdpQueue queue, final QueueCounters counters) {
        this.counters = counters;
        frames = queue.frames();
        free = queue.free();
        socket = queue.socket();
        ring = socket.transmit();
        completion = socket.completion();
    }

    /** A burst begins. */
    void begin() {
        open = !down || wake();
        collect();
    }

    /** Whether the device takes more now. */
    boolean isOpen() {
        return open;
    }

    /** Copies a frame, at most a chunk long, into the ring. @return false when there is no room, even after a call */
    boolean put(final long frame, final int lengthBytes) {
        if (lengthBytes > XdpFrames.CHUNK_BYTES || !hasRoom()) {
            return false;
        }
        final long position = frames.transmitPosition(free.pop());
        Memory.copy(frame, frames.address(position), lengthBytes);
        XdpSocket.describe(ring.entry(added++), position, lengthBytes);
        return true;
    }

    /** The burst is over: the kernel gets what is in the ring. */
    void end() {
        flush();
        collect();
    }

    private boolean hasRoom() {
        if (free.count() == 0 || ring.available(added + 1) <= added) {
            flush();
            collect();
            open = open && free.count() > 0 && ring.available(1) > 0;
        }
        return open;
    }

    private void flush() {
        if (added > 0) {
            ring.advance(added);
            added = 0;
        }
        if (open && ring.needsWakeup() && ring.isPending()) {
            open = wake();
        }
    }

    /** Calls until the kernel has everything. @return false when the link is down or gone */
    private boolean wake() {
        int result = -Errno.EAGAIN;
        for (int i = 0; i < MOST_CALLS && isBusy(result); i++) {
            counters.transmitSyscall();
            result = socket.wakeTransmit();
        }
        down = result < 0 && !isBusy(result);
        return !down;
    }

    private static boolean isBusy(final int result) {
        return result == -Errno.EAGAIN || result == -Errno.EBUSY || result == -Errno.ENOBUFS;
    }

    /** Takes back the chunks of frames that were sent. */
    private void collect() {
        final int count = completion.available(completion.size());
        for (int i = 0; i < count; i++) {
            final int chunk = frames.transmitChunk(Memory.getLong(completion.entry(i)));
            if (chunk >= 0) {
                free.push(chunk);
            }
        }
        if (count > 0) {
            completion.advance(count);
        }
    }
}
