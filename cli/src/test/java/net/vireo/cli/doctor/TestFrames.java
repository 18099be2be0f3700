// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import java.nio.ByteBuffer;

/** Frames as guests and tunnel ends send them: literal headers, lengths and IP checksums filled in. */
final class TestFrames {
    private static final int ETHERNET_BYTES = 14;
    private static final int IP_BYTES = 20;
    private static final int UDP_BYTES = 8;
    private static final int GRE = 47;
    private static final int UDP = 17;
    private static final int MPLS_PORT = 6635;

    private TestFrames() {}

    /** Ethernet, IPv4 that may be fragmented, UDP from a port without checksum, payload bytes. */
    static byte[] udp(
            final long destinationMac,
            final long sourceMac,
            final int source,
            final int destination,
            final int sourcePort,
            final int payloadBytes) {
        final ByteBuffer frame = ByteBuffer.allocate(ETHERNET_BYTES + IP_BYTES + UDP_BYTES + payloadBytes);
        ethernet(frame, destinationMac, sourceMac);
        ip(frame, UDP, source, destination);
        udpHeader(frame, sourcePort, 2000);
        return frame.array();
    }

    /** The IP packet of a frame, in MPLS over GRE. */
    static byte[] mplsOverGre(
            final long destinationMac, final int source, final int destination, final int label, final byte[] inner) {
        final int innerBytes = inner.length - ETHERNET_BYTES;
        final ByteBuffer frame = ByteBuffer.allocate(ETHERNET_BYTES + IP_BYTES + 8 + innerBytes);
        ethernet(frame, destinationMac, 0x0200_0000_0002L);
        ip(frame, GRE, source, destination);
        frame.putInt(0x0000_8847);
        mpls(frame, label);
        frame.put(inner, ETHERNET_BYTES, innerBytes);
        return frame.array();
    }

    /** The IP packet of a frame, in MPLS over UDP. */
    static byte[] mplsOverUdp(
            final long destinationMac,
            final int source,
            final int destination,
            final int sourcePort,
            final int label,
            final byte[] inner) {
        final int innerBytes = inner.length - ETHERNET_BYTES;
        final ByteBuffer frame = ByteBuffer.allocate(ETHERNET_BYTES + IP_BYTES + UDP_BYTES + 4 + innerBytes);
        ethernet(frame, destinationMac, 0x0200_0000_0002L);
        ip(frame, UDP, source, destination);
        udpHeader(frame, sourcePort, MPLS_PORT);
        mpls(frame, label);
        frame.put(inner, ETHERNET_BYTES, innerBytes);
        return frame.array();
    }

    private static void ethernet(final ByteBuffer frame, final long destination, final long source) {
        frame.putInt((int) (destination >>> 16)).putShort((short) destination);
        frame.putInt((int) (source >>> 16)).putShort((short) source);
        frame.putShort((short) 0x0800);
    }

    private static void ip(final ByteBuffer frame, final int protocol, final int source, final int destination) {
        final int at = frame.position();
        frame.putShort((short) 0x4500).putShort((short) (frame.capacity() - at));
        frame.putInt(0).put((byte) 64).put((byte) protocol).putShort((short) 0);
        frame.putInt(source).putInt(destination);
        int sum = 0;
        for (int i = 0; i < IP_BYTES; i += 2) {
            sum += frame.getShort(at + i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        frame.putShort(at + 10, (short) ~((sum & 0xffff) + (sum >>> 16)));
    }

    private static void udpHeader(final ByteBuffer frame, final int sourcePort, final int destinationPort) {
        final int lengthBytes = frame.remaining();
        frame.putShort((short) sourcePort).putShort((short) destinationPort);
        frame.putShort((short) lengthBytes).putShort((short) 0);
    }

    /** The bottom of the stack, TTL 64. */
    private static void mpls(final ByteBuffer frame, final int label) {
        frame.putInt(label << 12 | 0x140);
    }
}
