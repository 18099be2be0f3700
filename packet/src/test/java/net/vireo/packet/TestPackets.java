// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import java.nio.ByteBuffer;

/** Packets made the textbook's way, with nothing of the code under test: what incremental work is compared with. */
final class TestPackets {
    private TestPackets() {}

    /** An address of either family, network order. */
    static byte[] ip(
            final byte[] source,
            final byte[] destination,
            final int protocol,
            final int optionBytes,
            final byte[] payload) {
        return source.length == 4
                ? ipv4(source, destination, protocol, optionBytes, payload)
                : ipv6(source, destination, protocol, optionBytes, payload);
    }

    private static byte[] ipv4(
            final byte[] source,
            final byte[] destination,
            final int protocol,
            final int optionBytes,
            final byte[] payload) {
        final int header = 20 + optionBytes;
        final ByteBuffer out = ByteBuffer.allocate(header + payload.length);
        out.put((byte) (0x40 | header / 4)).put((byte) 0).putShort((short) out.capacity());
        out.putShort((short) 0x1234).putShort((short) 0).put((byte) 63).put((byte) protocol);
        out.putShort((short) 0).put(source).put(destination);
        for (int i = 0; i < optionBytes; i++) {
            out.put((byte) 1);
        }
        out.put(payload);
        return out.putShort(10, (short) finish(sum(out.array(), 0, header))).array();
    }

    /** Option bytes are a destination options header of that length, which must be a multiple of 8. */
    private static byte[] ipv6(
            final byte[] source,
            final byte[] destination,
            final int protocol,
            final int optionBytes,
            final byte[] payload) {
        final ByteBuffer out = ByteBuffer.allocate(40 + optionBytes + payload.length);
        out.putInt(0x6012_3456).putShort((short) (optionBytes + payload.length));
        out.put((byte) (optionBytes == 0 ? protocol : 60))
                .put((byte) 63)
                .put(source)
                .put(destination);
        if (optionBytes > 0) {
            out.put((byte) protocol)
                    .put((byte) (optionBytes / 8 - 1))
                    .put((byte) 1)
                    .put((byte) (optionBytes - 4));
            out.position(40 + optionBytes);
        }
        return out.put(payload).array();
    }

    static byte[] tcp(final byte[] source, final byte[] destination, final int ports, final byte[] data) {
        final ByteBuffer out = ByteBuffer.allocate(20 + data.length);
        out.putInt(ports)
                .putInt(0x1020_3040)
                .putInt(0x5060_7080)
                .putInt(0x5018_2000)
                .putInt(0)
                .put(data);
        return summed(source, destination, 6, out.array(), 16);
    }

    static byte[] udp(final byte[] source, final byte[] destination, final int ports, final byte[] data) {
        final ByteBuffer out = ByteBuffer.allocate(8 + data.length);
        out.putInt(ports).putShort((short) out.capacity()).putShort((short) 0).put(data);
        final byte[] datagram = summed(source, destination, 17, out.array(), 6);
        final boolean zero = datagram[6] == 0 && datagram[7] == 0;
        return zero ? ByteBuffer.wrap(datagram).putShort(6, (short) -1).array() : datagram;
    }

    /** ICMP over IPv4, ICMPv6 over IPv6. */
    static byte[] icmp(
            final byte[] source, final byte[] destination, final int type, final int rest, final byte[] data) {
        final ByteBuffer out = ByteBuffer.allocate(8 + data.length);
        out.putInt(type << 24).putInt(rest).put(data);
        return summed(source, destination, source.length == 4 ? 1 : 58, out.array(), 2);
    }

    static byte[] summed(
            final byte[] source, final byte[] destination, final int protocol, final byte[] bytes, final int at) {
        final long pseudo = protocol == 1 ? 0 : pseudo(source, destination, protocol, bytes.length);
        return ByteBuffer.wrap(bytes)
                .putShort(at, (short) finish(pseudo + sum(bytes, 0, bytes.length)))
                .array();
    }

    static long pseudo(final byte[] source, final byte[] destination, final int protocol, final int length) {
        return sum(source, 0, source.length) + sum(destination, 0, destination.length) + protocol + length;
    }

    /** Not folded: no test has a packet so long that it overflows. */
    static long sum(final byte[] bytes, final int from, final int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += (long) (bytes[i] & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    static int fold(final long sum) {
        return sum > 0xffff ? fold((sum & 0xffff) + (sum >>> 16)) : (int) sum;
    }

    static int finish(final long sum) {
        return ~fold(sum) & 0xffff;
    }
}
