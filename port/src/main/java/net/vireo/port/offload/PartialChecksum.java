// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * Completes an open checksum at the last moment: when a packet leaves by a device that cannot, or in a tunnel. Any
 * thread that owns the packet; nothing allocates.
 */
public final class PartialChecksum {
    private PartialChecksum() {}

    /**
     * Completes the packet's checksum, if it is open. The sum goes to the packet's end, as the kernel's does.
     *
     * @return the packet without its offload word, or {@link PoolCache#NONE}, and nothing written, when the field does
     *     not lie in the packet: headers were pulled over it, or the word is false
     */
    public static long complete(final PacketPool pool, final long packet) {
        final long word = Offload.of(pool, packet);
        if (!Offload.needsChecksum(word)) {
            return PacketRef.withOffload(packet, false);
        }
        final int at = Offload.start(word) - PacketRef.offset(packet);
        final int lengthBytes = PacketRef.length(packet) - at;
        if (at < 0
                || lengthBytes <= 0
                || Checksum.complete(Memory.base(pool.dataAddress(packet) + at), lengthBytes, Offload.fieldOffset(word))
                        < 0) {
            return PoolCache.NONE;
        }
        return PacketRef.withOffload(packet, false);
    }
}
