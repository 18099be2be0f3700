// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Vlan;
import net.vireo.port.offload.Offload;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/** How frames lie in buffers: which class a device's frames need, and how a header gets room before a frame. */
public final class FrameRoom {
    /** Two VLAN tags, which no MTU counts. */
    private static final int TAGS_BYTES = 2 * Vlan.TAG_BYTES;

    private FrameRoom() {}

    /** Whether every frame of a device fits a small buffer, with a byte to spare that shows if one does not. */
    public static boolean fitsSmall(final int mtuBytes) {
        return mtuBytes + Ethernet.HEADER_BYTES + TAGS_BYTES < PacketPool.SMALL_DATA_BYTES;
    }

    /** An empty buffer of the class asked for, or {@link PoolCache#NONE}. */
    public static long take(final PoolCache cache, final boolean small) {
        return small ? cache.takeSmall() : cache.takeLarge();
    }

    /** How many bytes fit behind the headroom of an empty packet's buffer. */
    public static int dataBytes(final PacketPool pool, final long packet) {
        return pool.dataLimit(PacketRef.id(packet)) - PacketRef.offset(packet);
    }

    /**
     * The packet with at least {@code headerBytes} of room before it: itself, or moved back in its buffer.
     *
     * @return {@link PoolCache#NONE} when the buffer is full
     */
    public static long withHeaderRoom(final PacketPool pool, final long packet, final int headerBytes) {
        final int missing = headerBytes - PacketRef.offset(packet);
        return missing <= 0 ? packet : movedBack(pool, packet, missing);
    }

    private static long movedBack(final PacketPool pool, final long packet, final int byBytes) {
        final int offset = PacketRef.offset(packet) + byBytes;
        final int length = PacketRef.length(packet);
        if (offset + length > pool.dataLimit(PacketRef.id(packet))) {
            return PoolCache.NONE;
        }
        final long from = pool.dataAddress(packet);
        Memory.copy(from, from + byBytes, length);
        if (PacketRef.hasOffload(packet)) {
            final int id = PacketRef.id(packet);
            pool.offload(id, Offload.moved(pool.offload(id), byBytes));
        }
        return PacketRef.resized(packet, offset, length);
    }
}
