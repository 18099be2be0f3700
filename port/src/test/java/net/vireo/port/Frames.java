// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.Arrays;
import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/** Packets made of literal bytes, and bytes of packets, for the tests of ports. */
final class Frames {
    private Frames() {}

    /** A packet of the given bytes in a buffer that was full of garbage. */
    static long packet(final PoolCache cache, final byte[] bytes) {
        final long empty = cache.take(bytes.length);
        final PacketPool pool = cache.pool();
        Memory.fill(pool.address(PacketRef.id(empty)), pool.dataLimit(PacketRef.id(empty)), (byte) 0xa5);
        final long packet = PacketRef.resized(empty, PacketRef.offset(empty), bytes.length);
        Memory.copyIn(bytes, 0, pool.dataAddress(packet), bytes.length);
        return packet;
    }

    /** A packet whose 60 bytes all are {@code value}. */
    static long filled(final PoolCache cache, final int value) {
        final byte[] bytes = new byte[60];
        Arrays.fill(bytes, (byte) value);
        return packet(cache, bytes);
    }

    static byte[] bytes(final PacketPool pool, final long packet) {
        final byte[] bytes = new byte[PacketRef.length(packet)];
        Memory.copyOut(pool.dataAddress(packet), bytes, 0, bytes.length);
        return bytes;
    }

    static int firstByte(final PacketPool pool, final long packet) {
        return Memory.getByte(pool.dataAddress(packet)) & 0xff;
    }
}
