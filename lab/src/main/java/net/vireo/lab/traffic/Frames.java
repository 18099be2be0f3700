// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds the frames that an honest and a dishonest guest send. */
final class Frames {
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_TAG = 0x8100;
    private static final int ETHERTYPE_MPLS = 0x8847;
    private static final int IPV4_BYTES = 20;
    private static final int UDP_BYTES = 8;
    private static final int PORT_DISCARD = 9;
    private static final int PORT_MPLS = 6635;
    private static final int BOTTOM_OF_STACK = 0x100;
    private static final int TTL = 64;

    private Frames() {}

    /** A UDP packet to the discard port, with a text for payload. */
    static byte[] udp(
            final long sourceMac,
            final long destinationMac,
            final int source,
            final int destination,
            final String text) {
        return ethernet(
                sourceMac,
                destinationMac,
                ETHERTYPE_IPV4,
                packet(source, destination, PORT_DISCARD, text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The same behind an 802.1Q tag that no sub-interface has. */
    static byte[] tagged(
            final long sourceMac,
            final long destinationMac,
            final int source,
            final int destination,
            final String text) {
        final byte[] packet = packet(source, destination, PORT_DISCARD, text.getBytes(StandardCharsets.US_ASCII));
        final ByteBuffer tag = ByteBuffer.allocate(4 + packet.length);
        tag.putShort((short) 100).putShort((short) ETHERTYPE_IPV4).put(packet);
        return ethernet(sourceMac, destinationMac, ETHERTYPE_TAG, tag.array());
    }

    /** What only a node may send: a packet under a label, in UDP between two nodes. */
    static byte[] tunnelled(
            final long sourceMac,
            final long destinationMac,
            final int outerSource,
            final int outerDestination,
            final byte[] labelled) {
        return ethernet(
                sourceMac, destinationMac, ETHERTYPE_IPV4, packet(outerSource, outerDestination, PORT_MPLS, labelled));
    }

    /** A labelled packet as the whole frame. */
    static byte[] mpls(final long sourceMac, final long destinationMac, final byte[] labelled) {
        return ethernet(sourceMac, destinationMac, ETHERTYPE_MPLS, labelled);
    }

    /** A label and a UDP packet under it. */
    static byte[] labelled(final int label, final int source, final int destination, final String text) {
        final byte[] packet = packet(source, destination, PORT_DISCARD, text.getBytes(StandardCharsets.US_ASCII));
        return ByteBuffer.allocate(4 + packet.length)
                .putInt(label << 12 | BOTTOM_OF_STACK | TTL)
                .put(packet)
                .array();
    }

    private static byte[] ethernet(
            final long sourceMac, final long destinationMac, final int type, final byte[] payload) {
        final ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        putMac(frame, destinationMac);
        putMac(frame, sourceMac);
        return frame.putShort((short) type).put(payload).array();
    }

    /** IPv4 and UDP; the UDP checksum is 0, "none" (RFC 768). */
    private static byte[] packet(
            final int source, final int destination, final int destinationPort, final byte[] payload) {
        final ByteBuffer packet = ByteBuffer.allocate(IPV4_BYTES + UDP_BYTES + payload.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity());
        packet.putInt(0).put((byte) TTL).put((byte) 17).putShort((short) 0);
        packet.putInt(source).putInt(destination);
        packet.putShort(10, (short) checksum(packet));
        packet.putShort((short) 20000).putShort((short) destinationPort);
        packet.putShort((short) (UDP_BYTES + payload.length)).putShort((short) 0);
        return packet.put(payload).array();
    }

    private static int checksum(final ByteBuffer header) {
        int sum = 0;
        for (int i = 0; i < IPV4_BYTES; i += 2) {
            sum += header.getShort(i) & 0xffff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum & 0xffff;
    }

    private static void putMac(final ByteBuffer frame, final long mac) {
        frame.putShort((short) (mac >>> 32)).putInt((int) mac);
    }
}
