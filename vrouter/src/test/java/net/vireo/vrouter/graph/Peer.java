// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import java.util.ArrayList;
import java.util.List;
import net.vireo.linux.memory.Memory;
import net.vireo.port.MemoryPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/** The far end of a memory port: a guest, the host, or the fabric, as a test plays them. */
final class Peer {
    private final PacketPool pool;
    private final PoolCache cache;
    private final RxQueue receive;
    private final TxQueue transmit;
    private final long[] burst = new long[Packets.BURST];

    /** The last packet that was sent, and the last that arrived, as they are named in the pool. */
    private long sent;

    private long arrived;

    Peer(final PoolCache cache, final MemoryPort port) {
        this.cache = cache;
        pool = cache.pool();
        receive = port.rxQueue(0);
        transmit = port.txQueue(0);
    }

    /** Sends a frame in a buffer that is filled with garbage first. @return whether the ring took it */
    boolean send(final byte[] frame) {
        final long packet = cache.take(frame.length);
        if (packet == PoolCache.NONE) {
            throw new AssertionError("the test's pool is empty");
        }
        final int id = PacketRef.id(packet);
        Memory.fill(pool.address(id), pool.dataLimit(id), (byte) 0xa5);
        final long full = PacketRef.resized(packet, PacketRef.offset(packet), frame.length);
        Memory.copyIn(frame, 0, pool.dataAddress(full), frame.length);
        burst[0] = full;
        sent = full;
        if (transmit.transmit(cache, burst, 1) == 1) {
            return true;
        }
        cache.free(full);
        return false;
    }

    /** The number of the buffer that was sent last. */
    int sentBuffer() {
        return PacketRef.id(sent);
    }

    /** The number of the buffer that arrived last. */
    int arrivedBuffer() {
        return PacketRef.id(arrived);
    }

    /** How many bytes were free in front of the packet that arrived last. */
    int headroomBytes() {
        return PacketRef.offset(arrived);
    }

    /** Everything that has arrived, in order. */
    List<byte[]> receive() {
        final List<byte[]> frames = new ArrayList<>();
        int count;
        while ((count = receive.receive(cache, burst, burst.length)) > 0) {
            for (int i = 0; i < count; i++) {
                final byte[] frame = new byte[PacketRef.length(burst[i])];
                Memory.copyOut(pool.dataAddress(burst[i]), frame, 0, frame.length);
                frames.add(frame);
                arrived = burst[i];
                cache.free(burst[i]);
            }
        }
        return frames;
    }
}
