// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.Ipv4;

/** Gives packets another TTL or hop limit. */
final class TimeToLive {
    private static final int LIFE_OFFSET = 8;
    private static final int HOP_LIMIT_OFFSET = 7;
    private static final int TTL_MASK = 0xff00_0000;
    private static final int SHORT = 0xffff;

    private TimeToLive() {}

    /** The packet's IP header, whose place its row knows, has this TTL from now on, and its checksum is right again. */
    static void set(final Packets packets, final int row, final int ttl) {
        final long ip = packets.ip(row);
        if ((Memory.getByte(ip) >>> 4 & 0xf) != 4) {
            Memory.putByte(ip + HOP_LIMIT_OFFSET, (byte) ttl);
            return;
        }
        final int old = Ipv4.life(ip);
        final int life = old & ~TTL_MASK | ttl << 24;
        final int checksum = Checksum.update16(old & SHORT, old >>> 16, life >>> 16);
        Memory.putIntBe(ip + LIFE_OFFSET, life & ~SHORT | checksum & SHORT);
        packets.ipLife(row, life & ~SHORT | checksum & SHORT);
    }
}
