// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.vireo.cli.text.Mac;

/**
 * Builds what a guest would send: a TCP segment that opens a connection, a datagram, an echo request. At its end is a mark
 * by which a probe is known again.
 */
final class ProbeFrame {
    private static final byte[] SAYS = "vireo trace probe: ignore me    ".getBytes(StandardCharsets.US_ASCII);
    private static final int ETHERNET_BYTES = 14;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int TCP_BYTES = 20;
    private static final int UDP_BYTES = 8;
    private static final int ECHO_BYTES = 8;
    private static final int TTL = 64;
    private static final int SYN = 0x5002;
    private static final int WINDOW = 0xffff;
    private static final int ECHO = 8;
    private static final int ECHO_6 = 128;

    private final Sender from;
    private final byte[] to;
    private final boolean six;

    ProbeFrame(final Sender from, final byte[] to) {
        this.from = from;
        this.to = to;
        six = to.length > Integer.BYTES;
    }

    /** Who has the address? To everyone, or to the group that the neighbour listens to. */
    byte[] whoHas() {
        return six ? solicitation() : arp();
    }

    private byte[] arp() {
        final ByteBuffer frame = ByteBuffer.allocate(60);
        ethernet(frame, 0xffff_ffff_ffffL, 0x0806);
        frame.putInt(0x0001_0800).putInt(0x0604_0001).put(Mac.bytes(from.mac())).put(from.ip());
        return frame.put(new byte[6]).put(to).array();
    }

    private byte[] solicitation() {
        final byte[] group = {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, (byte) 0xff, to[13], to[14], to[15]};
        final ByteBuffer message =
                ByteBuffer.allocate(32).putInt(135 << 24).putInt(0).put(to);
        message.put((byte) 1).put((byte) 1).put(Mac.bytes(from.mac()));
        final byte[] body = message.array();
        putChecksum(body, 2, sum6(from.ip(), group, 58, body));
        final ByteBuffer frame = ByteBuffer.allocate(ETHERNET_BYTES + IPV6_BYTES + body.length);
        ethernet(frame, 0x3333_0000_0000L | Mac.at(group, 10) & 0xffff_ffffL, 0x86dd);
        return ipv6(frame, 58, 255, group, body).array();
    }

    /**
     * The packet itself.
     *
     * @param nextMac the Ethernet address that it goes to
     * @param mark its last bytes
     */
    byte[] packet(
            final long nextMac, final Protocol protocol, final int sourcePort, final int port, final byte[] mark) {
        final byte[] body =
                switch (protocol) {
                    case TCP -> tcp(sourcePort, port, mark);
                    case UDP -> udp(sourcePort, port, mark);
                    case ICMP -> echo(sourcePort, mark);
                };
        final int number = protocol.number(six);
        final int at =
                switch (protocol) {
                    case TCP -> 16;
                    case UDP -> 6;
                    case ICMP -> 2;
                };
        final boolean pseudo = six || protocol != Protocol.ICMP;
        final long sum = pseudo ? sum6(from.ip(), to, number, body) : sum(body, 0);
        putChecksum(body, at, sum);
        final ByteBuffer frame = ByteBuffer.allocate(ETHERNET_BYTES + (six ? IPV6_BYTES : IPV4_BYTES) + body.length);
        ethernet(frame, nextMac, six ? 0x86dd : 0x0800);
        return (six ? ipv6(frame, number, TTL, to, body) : ipv4(frame, number, body)).array();
    }

    private void ethernet(final ByteBuffer frame, final long destination, final int type) {
        frame.put(Mac.bytes(destination)).put(Mac.bytes(from.mac())).putShort((short) type);
    }

    private ByteBuffer ipv4(final ByteBuffer frame, final int protocol, final byte[] body) {
        final ByteBuffer header = ByteBuffer.allocate(IPV4_BYTES)
                .putShort((short) 0x4500)
                .putShort((short) (IPV4_BYTES + body.length))
                .putInt(0x4000) // may not be cut: what does not fit is to be told
                .put((byte) TTL)
                .put((byte) protocol)
                .putShort((short) 0)
                .put(from.ip())
                .put(to);
        putChecksum(header.array(), 10, sum(header.array(), 0));
        return frame.put(header.array()).put(body);
    }

    private ByteBuffer ipv6(
            final ByteBuffer frame, final int protocol, final int hops, final byte[] target, final byte[] body) {
        return frame.putInt(0x6000_0000)
                .putShort((short) body.length)
                .put((byte) protocol)
                .put((byte) hops)
                .put(from.ip())
                .put(target)
                .put(body);
    }

    private static byte[] tcp(final int sourcePort, final int port, final byte[] mark) {
        return ByteBuffer.allocate(TCP_BYTES + SAYS.length + mark.length)
                .putShort((short) sourcePort)
                .putShort((short) port)
                .put(mark, 0, Integer.BYTES) // a sequence number like any other
                .putInt(0)
                .putShort((short) SYN)
                .putShort((short) WINDOW)
                .putInt(0)
                .put(SAYS)
                .put(mark)
                .array();
    }

    private static byte[] udp(final int sourcePort, final int port, final byte[] mark) {
        final int length = UDP_BYTES + SAYS.length + mark.length;
        return ByteBuffer.allocate(length)
                .putShort((short) sourcePort)
                .putShort((short) port)
                .putShort((short) length)
                .putShort((short) 0)
                .put(SAYS)
                .put(mark)
                .array();
    }

    private byte[] echo(final int id, final byte[] mark) {
        return ByteBuffer.allocate(ECHO_BYTES + SAYS.length + mark.length)
                .putInt((six ? ECHO_6 : ECHO) << 24)
                .putShort((short) id)
                .putShort((short) 1)
                .put(SAYS)
                .put(mark)
                .array();
    }

    /** With a pseudo header of either family: the same words, and zeros. */
    private static long sum6(final byte[] source, final byte[] destination, final int protocol, final byte[] body) {
        return sum(body, sum(source, 0) + sum(destination, 0) + protocol + body.length);
    }

    private static long sum(final byte[] bytes, final long before) {
        long sum = before;
        for (int i = 0; i < bytes.length; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | (i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0);
        }
        return sum;
    }

    private static void putChecksum(final byte[] bytes, final int at, final long sum) {
        long folded = sum;
        while (folded > 0xffff) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        final int checksum = (int) (~folded & 0xffff);
        // A datagram whose sum is zero is sent with ones (RFC 768).
        ByteBuffer.wrap(bytes).putShort(at, (short) (checksum == 0 ? 0xffff : checksum));
    }
}
