// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import java.util.Arrays;
import java.util.HexFormat;
import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/** For the tests of ports too: frames as byte arrays, made by arithmetic of the tests' own, and packets of them in buffers full of garbage. */
public final class Bytes {
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int FIN = 1;
    public static final int PSH = 8;
    public static final int ACK = 0x10;

    private Bytes() {}

    public static byte[] hex(final String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    public static byte[] concat(final byte[]... parts) {
        final byte[] all = new byte[Arrays.stream(parts).mapToInt(p -> p.length).sum()];
        int at = 0;
        for (final byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** Payload byte i is i, as in the sheet's vectors. */
    public static byte[] counting(final int lengthBytes) {
        final byte[] payload = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            payload[i] = (byte) i;
        }
        return payload;
    }

    public static int u16(final byte[] bytes, final int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    public static int u32(final byte[] bytes, final int at) {
        return u16(bytes, at) << 16 | u16(bytes, at + 2);
    }

    public static void put16(final byte[] bytes, final int at, final int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    public static void put32(final byte[] bytes, final int at, final int value) {
        put16(bytes, at, value >>> 16);
        put16(bytes, at + 2, value);
    }

    /** Word by word, as RFC 1071 says it; deliberately not the code under test. */
    public static int sum(final byte[] bytes, final int from, final int to, final int start) {
        int sum = start;
        for (int i = from; i < to; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | (i + 1 < to ? bytes[i + 1] & 0xff : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    public static void fixIpv4(final byte[] frame, final int ip) {
        put16(frame, ip + 10, 0);
        put16(frame, ip + 10, ~sum(frame, ip, ip + ((frame[ip] & 0xf) << 2), 0));
    }

    /** Folded pseudo-header sum for the transport at {@code at} of a whole packet with an IP header at {@code ip}. */
    public static int pseudo(final byte[] frame, final int ip, final int at, final int protocol) {
        final boolean ipv6 = (frame[ip] >>> 4 & 0xf) == 6;
        final int length = frame.length - at;
        return sum(frame, ip + (ipv6 ? 8 : 12), ip + (ipv6 ? 40 : 20), 0) + protocol + length;
    }

    public static void fixTransport(
            final byte[] frame, final int ip, final int at, final int protocol, final boolean partial) {
        final int field = at + (protocol == TCP ? 16 : 6);
        put16(frame, field, 0);
        int pseudo = pseudo(frame, ip, at, protocol);
        pseudo = (pseudo & 0xffff) + (pseudo >>> 16);
        if (partial) {
            put16(frame, field, pseudo);
        } else {
            final int checksum = ~sum(frame, at, frame.length, pseudo) & 0xffff;
            put16(frame, field, checksum == 0 && protocol == UDP ? 0xffff : checksum);
        }
    }

    public static byte[] ipv4(final int id, final int flags, final int ttl, final int protocol, final byte[] rest) {
        final byte[] ip = hex("4500 0000 0000 0000 0000 0000 0a010002 0a020002");
        put16(ip, 2, 20 + rest.length);
        put16(ip, 4, id);
        put16(ip, 6, flags);
        ip[8] = (byte) ttl;
        ip[9] = (byte) protocol;
        fixIpv4(ip, 0);
        return concat(ip, rest);
    }

    public static byte[] ipv6(final int protocol, final byte[] rest) {
        final byte[] ip = hex("60012345 0000 0040 20010db8000000000000000000000001 20010db8000000000000000000000002");
        put16(ip, 4, rest.length);
        ip[6] = (byte) protocol;
        return concat(ip, rest);
    }

    /** Header of the sheet's vectors: ports 1000 to 2000, ack 0x0a0b0c0d, window 0x1000. */
    public static byte[] tcp(final int sequence, final int flags, final byte[] options, final byte[] payload) {
        final byte[] tcp = hex("03e8 07d0 00000000 0a0b0c0d 0000 1000 0000 0000");
        put32(tcp, 4, sequence);
        tcp[12] = (byte) ((20 + options.length) << 2);
        tcp[13] = (byte) flags;
        return concat(tcp, options, payload);
    }

    public static byte[] udp(final byte[] payload) {
        final byte[] udp = hex("03e8 07d0 0000 0000");
        put16(udp, 4, 8 + payload.length);
        return concat(udp, payload);
    }

    /** An Ethernet frame with right or open transport checksum around an IP packet. */
    public static byte[] frame(final byte[] ip, final boolean partial) {
        final boolean ipv6 = (ip[0] >>> 4 & 0xf) == 6;
        final byte[] frame = concat(hex("020000000002 020000000001 " + (ipv6 ? "86dd" : "0800")), ip);
        final int networkBytes = ipv6 ? 40 : (ip[0] & 0xf) << 2;
        fixTransport(frame, 14, 14 + networkBytes, ipv6 ? ip[6] : ip[9], partial);
        return frame;
    }

    /** A packet of the given bytes in a buffer that was full of garbage. */
    public static long packet(final PoolCache cache, final byte[] bytes) {
        final PacketPool pool = cache.pool();
        final long empty = cache.take(bytes.length);
        Memory.fill(pool.address(PacketRef.id(empty)), pool.dataLimit(PacketRef.id(empty)), (byte) 0xa5);
        final long packet = PacketRef.resized(empty, PacketRef.offset(empty), bytes.length);
        Memory.copyIn(bytes, 0, pool.dataAddress(packet), bytes.length);
        return packet;
    }

    public static byte[] of(final PacketPool pool, final long packet) {
        final byte[] bytes = new byte[PacketRef.length(packet)];
        Memory.copyOut(pool.dataAddress(packet), bytes, 0, bytes.length);
        return bytes;
    }

    /** A frame with an open checksum that stands for segments. */
    public static long superFrame(final PoolCache cache, final byte[] frame, final int type, final int sizeBytes) {
        final long packet = packet(cache, frame);
        final int networkBytes = (frame[14] >>> 4 & 0xf) == 6 ? 40 : (frame[14] & 0xf) << 2;
        final int start = PacketRef.offset(packet) + 14 + networkBytes;
        final long partial = Offload.partial(start, type == Offload.UDP ? 6 : 16, networkBytes);
        return Offload.attach(cache.pool(), packet, Offload.segments(partial, type, sizeBytes));
    }
}
