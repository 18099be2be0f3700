// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import java.util.Arrays;
import java.util.HexFormat;
import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/** Frames of many flows, made of literal bytes in buffers full of garbage. The last four bytes are a number. */
public final class Flows {
    private static final String ETHERNET = "020000000002020000000001";
    /** 60 bytes: 10.0.0.1 to 10.0.0.2, UDP port 1000 to 9; checksums are not looked at. */
    private static final byte[] UDP = HexFormat.of()
            .parseHex(ETHERNET + "0800" + "4500002e0000400040110000" + "0a0000010a000002" + "03e80009001a0000"
                    + "a5".repeat(18));
    /** The same addresses, GRE with MPLS in it, the inner packet behind. */
    private static final byte[] GRE = HexFormat.of()
            .parseHex(ETHERNET + "0800" + "4500004600004000402f0000" + "0a0000010a000002" + "00008847" + "00010140"
                    + "4500002a0000400040110000" + "0b0000010b000002" + "03e8000900160000" + "a5".repeat(14));

    private Flows() {}

    /** UDP over IPv4 from this source port, with this number. MPLS over UDP looks no different from outside. */
    public static long udp(final PoolCache cache, final int sourcePort, final int number) {
        final long packet = packet(cache, UDP);
        final long frame = cache.pool().dataAddress(packet);
        Memory.putShortBe(frame + 34, (short) sourcePort);
        return numbered(cache.pool(), packet, number);
    }

    /** GRE between two fixed nodes around a UDP packet from this source port. */
    public static long gre(final PoolCache cache, final int innerSourcePort) {
        final long packet = packet(cache, GRE);
        Memory.putShortBe(cache.pool().dataAddress(packet) + 62, (short) innerSourcePort);
        return packet;
    }

    public static long packet(final PoolCache cache, final byte[] bytes) {
        final long empty = cache.take(bytes.length);
        final PacketPool pool = cache.pool();
        Memory.fill(pool.address(PacketRef.id(empty)), pool.dataLimit(PacketRef.id(empty)), (byte) 0xa5);
        final long packet = PacketRef.resized(empty, PacketRef.offset(empty), bytes.length);
        Memory.copyIn(bytes, 0, pool.dataAddress(packet), bytes.length);
        return packet;
    }

    public static int sourcePort(final PacketPool pool, final long packet) {
        return Memory.getShortBe(pool.dataAddress(packet) + 34) & 0xffff;
    }

    public static int number(final PacketPool pool, final long packet) {
        return Memory.getIntBe(pool.dataAddress(packet) + 56);
    }

    /** Bytes of a frame, for tests that change some. */
    public static byte[] udpBytes() {
        return Arrays.copyOf(UDP, UDP.length);
    }

    private static long numbered(final PacketPool pool, final long packet, final int number) {
        Memory.putIntBe(pool.dataAddress(packet) + 56, number);
        return packet;
    }
}
