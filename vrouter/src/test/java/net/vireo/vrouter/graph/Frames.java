// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Builds the frames that tests send, field by field, without the code under test. */
final class Frames {
    static final long ROUTER_MAC = 0x00005e000100L;
    static final long GUEST_MAC = 0x020000000304L;
    static final long FABRIC_MAC = 0x02000000f001L;
    static final long REMOTE_MAC = 0x02000000f002L;
    static final long BROADCAST = 0xffffffffffffL;
    static final int LOCAL = 0x0a000001;
    static final int REMOTE = 0x0a000002;

    /** 120.0.0.4 and 120.0.0.3: the deck's guests. */
    static final int GUEST = 0x78000004;

    static final int FAR_GUEST = 0x78000003;

    private Frames() {}

    static byte[] hex(final String... parts) {
        return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
    }

    static byte[] ethernet(final long destination, final long source, final int type, final byte[] payload) {
        return ByteBuffer.allocate(14 + payload.length)
                .putShort((short) (destination >>> 32))
                .putInt((int) destination)
                .putShort((short) (source >>> 32))
                .putInt((int) source)
                .putShort((short) type)
                .put(payload)
                .array();
    }

    /** An IPv4 header without options and with a right checksum, in front of a payload. */
    static byte[] ipv4(
            final int tos,
            final int fragment,
            final int ttl,
            final int protocol,
            final int source,
            final int destination,
            final byte[] payload) {
        final byte[] packet = ByteBuffer.allocate(20 + payload.length)
                .put((byte) 0x45)
                .put((byte) tos)
                .putShort((short) (20 + payload.length))
                .putShort((short) 0x1234)
                .putShort((short) fragment)
                .put((byte) ttl)
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt(source)
                .putInt(destination)
                .put(payload)
                .array();
        return withChecksum(packet);
    }

    static byte[] withChecksum(final byte[] ipv4) {
        ipv4[10] = 0;
        ipv4[11] = 0;
        ByteBuffer.wrap(ipv4).putShort(10, (short) checksum(ipv4, 0, (ipv4[0] & 0xf) * 4));
        return ipv4;
    }

    static int checksum(final byte[] bytes, final int from, final int length) {
        int sum = 0;
        for (int i = 0; i < length; i += 2) {
            final int low = i + 1 < length ? bytes[from + i + 1] & 0xff : 0;
            sum += (bytes[from + i] & 0xff) << 8 | low;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum & 0xffff;
    }

    static byte[] udp(final int sourcePort, final int destinationPort, final byte[] payload) {
        return ByteBuffer.allocate(8 + payload.length)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putShort((short) (8 + payload.length))
                .putShort((short) 0)
                .put(payload)
                .array();
    }

    /** A SYN with an MSS option and a right checksum. */
    static byte[] syn(final int source, final int destination, final int mss) {
        final byte[] segment = ByteBuffer.allocate(24)
                .putShort((short) 40000)
                .putShort((short) 5201)
                .putInt(1)
                .putInt(0)
                .put((byte) 0x60)
                .put((byte) 0x02)
                .putShort((short) 64240)
                .putInt(0)
                .put((byte) 2)
                .put((byte) 4)
                .putShort((short) mss)
                .array();
        ByteBuffer.wrap(segment).putShort(16, (short) tcpChecksum(segment, source, destination));
        return segment;
    }

    /** What the checksum field must hold; 0 when it already holds it. */
    static int tcpChecksum(final byte[] segment, final int source, final int destination) {
        final byte[] all = ByteBuffer.allocate(12 + segment.length)
                .putInt(source)
                .putInt(destination)
                .putShort((short) 6)
                .putShort((short) segment.length)
                .put(segment)
                .array();
        return checksum(all, 0, all.length);
    }

    static byte[] arp(
            final int operation, final long senderMac, final int sender, final long targetMac, final int target) {
        return ByteBuffer.allocate(28)
                .putInt(0x00010800)
                .putShort((short) 0x0604)
                .putShort((short) operation)
                .putShort((short) (senderMac >>> 32))
                .putInt((int) senderMac)
                .putInt(sender)
                .putShort((short) (targetMac >>> 32))
                .putInt((int) targetMac)
                .putInt(target)
                .array();
    }

    static byte[] mplsOverUdp(
            final int outerTos,
            final int outerSource,
            final int outerDestination,
            final int entry,
            final byte[] inner) {
        final byte[] labelled =
                ByteBuffer.allocate(4 + inner.length).putInt(entry).put(inner).array();
        return ethernet(
                FABRIC_MAC,
                REMOTE_MAC,
                0x0800,
                ipv4(outerTos, 0, 64, 17, outerSource, outerDestination, udp(50000, 6635, labelled)));
    }

    static int entry(final int label, final boolean bottom, final int ttl) {
        return label << 12 | (bottom ? 0x100 : 0) | ttl;
    }

    static byte[] slice(final byte[] bytes, final int from, final int length) {
        return java.util.Arrays.copyOfRange(bytes, from, from + length);
    }

    static int intAt(final byte[] bytes, final int offset) {
        return ByteBuffer.wrap(bytes).getInt(offset);
    }

    static int shortAt(final byte[] bytes, final int offset) {
        return ByteBuffer.wrap(bytes).getShort(offset) & 0xffff;
    }
}
