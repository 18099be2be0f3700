// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.VirtioHeader;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.virtio.DeviceQueue;

/**
 * A burst of what guests mostly send, frames in one buffer each that fit a small one of ours, in three short loops:
 * buffers, copies, headers. What is not of that kind is left in the ring. One lcore; nothing allocates.
 */
final class PlainReceive {
    private final PacketPool pool;
    private final long[] destinations = new long[DeviceQueue.MAX_BURST];
    private final int[] lengths = new int[DeviceQueue.MAX_BURST];

    PlainReceive(final PacketPool pool) {
        this.pool = pool;
    }

    /**
     * Buffers for frames, with the place of each header noted; no guest memory is touched.
     *
     * @return how many there were
     */
    int takeBuffers(
            final PoolCache cache, final long[] packets, final int from, final int count, final int headerBytes) {
        final int taken = cache.takeSmall(packets, from, count);
        for (int i = 0; i < taken; i++) {
            destinations[i] = pool.dataAddress(packets[from + i]) - headerBytes;
        }
        return taken;
    }

    /** Copies frames with their headers to the buffers. @return how many; the guest's memory may vanish meanwhile */
    int copy(final DeviceQueue queue, final int count, final int headerBytes) {
        return queue.readPlain(
                destinations,
                lengths,
                count,
                headerBytes + Ethernet.HEADER_BYTES,
                headerBytes + PacketPool.SMALL_DATA_BYTES);
    }

    /**
     * Makes packets of the buffers, those that are good in front.
     *
     * @param refusals told of each that is not: it is freed
     * @return behind the last packet
     */
    int accept(
            final PoolCache cache,
            final long[] packets,
            final int from,
            final int count,
            final int headerBytes,
            final VirtioHeader virtio,
            final VhostReceiver refusals) {
        int n = from;
        for (int i = 0; i < count; i++) {
            final long empty = packets[from + i];
            final long packet = PacketRef.resized(empty, PacketRef.offset(empty), lengths[i] - headerBytes);
            final long word = virtio.accept(Memory.base(destinations[i]), packet);
            if (word == Offload.NONE) {
                packets[n++] = packet;
            } else if (word < 0) {
                refusals.refused(word);
                cache.free(packet);
            } else {
                packets[n++] = Offload.attach(pool, packet, word);
            }
        }
        return n;
    }
}
