// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pool;

import java.util.Objects;
import net.vireo.linux.memory.Memory;

/**
 * A packet's bytes for those outside the data path, who have no raw memory: load generators and tests. Every access is
 * checked against the packet's length. By the packet's owner.
 */
public final class PacketBytes {
    private PacketBytes() {}

    /**
     * Writes bytes into a packet.
     *
     * @throws IndexOutOfBoundsException when they do not fit at this offset
     */
    public static void put(final PacketPool pool, final long packet, final int offsetBytes, final byte[] bytes) {
        Objects.checkFromIndexSize(offsetBytes, bytes.length, PacketRef.length(packet));
        Memory.copyIn(bytes, 0, pool.dataAddress(packet) + offsetBytes, bytes.length);
    }

    /** Writes eight bytes in the machine's order. @throws IndexOutOfBoundsException as {@link #put} */
    public static void putLong(final PacketPool pool, final long packet, final int offsetBytes, final long value) {
        Objects.checkFromIndexSize(offsetBytes, Long.BYTES, PacketRef.length(packet));
        Memory.putLong(pool.dataAddress(packet) + offsetBytes, value);
    }

    /** Reads eight bytes in the machine's order. @throws IndexOutOfBoundsException as {@link #put} */
    public static long getLong(final PacketPool pool, final long packet, final int offsetBytes) {
        Objects.checkFromIndexSize(offsetBytes, Long.BYTES, PacketRef.length(packet));
        return Memory.getLong(pool.dataAddress(packet) + offsetBytes);
    }
}
