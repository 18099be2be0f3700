// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.xdp;

import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.xdp.XdpSocket;

/**
 * The memory that a queue shares with the kernel: chunks of one frame each, first those for receiving, then those for
 * transmitting. It is not the pool's, whose buffers start where the kernel takes none (a chunk is a page or half of it):
 * frames are copied, 20 ns for a long one, and a buffer is held by nobody but the data plane.
 */
final class XdpFrames implements AutoCloseable {
    /** A page: with half of one, drivers with zero-copy would have no room for a whole Ethernet frame. */
    static final int CHUNK_BYTES = 4096;

    private final int receiveCount;
    private final int transmitCount;
    private final Mapping mapping;
    private final long base;

    XdpFrames(final int receiveCount, final int transmitCount) {
        this.receiveCount = receiveCount;
        this.transmitCount = transmitCount;
        mapping = Mmap.anonymous((long) CHUNK_BYTES * (receiveCount + transmitCount), false);
        mapping.populate();
        base = Memory.base(mapping.address());
    }

    /** How a socket is to share this memory. */
    XdpSocket.Shape shape() {
        return new XdpSocket.Shape(mapping.address(), CHUNK_BYTES, receiveCount, transmitCount);
    }

    int transmitCount() {
        return transmitCount;
    }

    int receiveCount() {
        return receiveCount;
    }

    /** The position of a chunk for receiving. */
    static long receivePosition(final int chunk) {
        return (long) chunk * CHUNK_BYTES;
    }

    /** The position of a chunk for transmitting. */
    long transmitPosition(final int chunk) {
        return (long) (receiveCount + chunk) * CHUNK_BYTES;
    }

    /** Whether a frame that the kernel speaks of lies in one chunk for receiving. */
    boolean isReceived(final long position, final int lengthBytes) {
        return position >= 0
                && position < receivePosition(receiveCount)
                && lengthBytes >= 0
                && (position & CHUNK_BYTES - 1) + lengthBytes <= CHUNK_BYTES;
    }

    /** The chunk for transmitting that begins here, or -1. */
    int transmitChunk(final long position) {
        final long chunk = position / CHUNK_BYTES - receiveCount;
        return (position & CHUNK_BYTES - 1) == 0 && chunk >= 0 && chunk < transmitCount ? (int) chunk : -1;
    }

    /** Where a position is. */
    long address(final long position) {
        return base + position;
    }

    @Override
    public void close() {
        mapping.close();
    }
}
