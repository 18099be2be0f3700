// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.IpAddress;

/** Builds the frames that an honest and a dishonest guest send. */
public final class Frames {
    /** For local experiments (IEEE 802): nothing but a bridge carries it. */
    public static final int ETHERTYPE_EXPERIMENT = 0x88b5;

    public static final long BROADCAST_MAC = 0xff_ff_ff_ff_ff_ffL;

    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ETHERTYPE_TAG = 0x8100;
    private static final int ETHERTYPE_MPLS = 0x8847;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int UDP_BYTES = 8;
    private static final int UDP = 17;
    private static final int GRE = 47;
    private static final int PORT_OURS = 20000;
    private static final int PORT_DISCARD = 9;
    private static final int PORT_MPLS = 6635;
    private static final int PORT_VXLAN = 4789;
    private static final int BOTTOM_OF_STACK = 0x100;
    private static final int TTL = 64;

    private Frames() {}

    /** A frame that is not IP. */
    public static byte[] raw(final long sourceMac, final long destinationMac, final String text) {
        return ethernet(sourceMac, destinationMac, ETHERTYPE_EXPERIMENT, ascii(text));
    }

    /** An ARP request, with a text for padding. */
    public static byte[] arpRequest(final long sourceMac, final int source, final int target, final String text) {
        final byte[] padding = ascii(text);
        final ByteBuffer arp = ByteBuffer.allocate(28 + padding.length);
        arp.putShort((short) 1)
                .putShort((short) ETHERTYPE_IPV4)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1);
        putMac(arp, sourceMac);
        arp.putInt(source);
        putMac(arp, 0);
        arp.putInt(target).put(padding);
        return ethernet(sourceMac, BROADCAST_MAC, ETHERTYPE_ARP, arp.array());
    }

    /**
     * A packet of one of many UDP flows between two addresses, which differ in the source port.
     *
     * @param sourcePort that tells the flow from the others
     * @param payloadBytes of zeros
     */
    public static byte[] udpFlow(
            final long sourceMac,
            final long destinationMac,
            final int source,
            final int destination,
            final int sourcePort,
            final int payloadBytes) {
        final ByteBuffer udp = ByteBuffer.allocate(UDP_BYTES + payloadBytes);
        putUdp(udp, sourcePort, PORT_DISCARD, payloadBytes);
        return ethernet(sourceMac, destinationMac, ETHERTYPE_IPV4, ipv4(UDP, source, destination, udp.array()));
    }

    /** A UDP packet to the discard port, with a text for payload. */
    static byte[] udp(
            final long sourceMac,
            final long destinationMac,
            final int source,
            final int destination,
            final String text) {
        return ethernet(sourceMac, destinationMac, ETHERTYPE_IPV4, discard(source, destination, text));
    }

    /** The same in IPv6. */
    static byte[] udp6(
            final long sourceMac,
            final long destinationMac,
            final IpAddress source,
            final IpAddress destination,
            final String text) {
        final byte[] payload = ascii(text);
        final ByteBuffer packet = ByteBuffer.allocate(IPV6_BYTES + UDP_BYTES + payload.length);
        packet.putInt(6 << 28).putShort((short) (UDP_BYTES + payload.length));
        packet.put((byte) UDP).put((byte) TTL);
        packet.putLong(source.high()).putLong(source.low());
        packet.putLong(destination.high()).putLong(destination.low());
        // Of IPv6 the checksum is never 0; this one is wrong, which no router looks at and no guest has to.
        putUdp(packet, PORT_DISCARD, payload.length).putShort(packet.position() - 2, (short) 0xffff);
        return ethernet(
                sourceMac, destinationMac, ETHERTYPE_IPV6, packet.put(payload).array());
    }

    /** A UDP packet behind an 802.1Q tag that no sub-interface has. */
    static byte[] tagged(
            final long sourceMac,
            final long destinationMac,
            final int source,
            final int destination,
            final String text) {
        final byte[] packet = discard(source, destination, text);
        final ByteBuffer tag = ByteBuffer.allocate(4 + packet.length);
        tag.putShort((short) 100).putShort((short) ETHERTYPE_IPV4).put(packet);
        return ethernet(sourceMac, destinationMac, ETHERTYPE_TAG, tag.array());
    }

    /**
     * What only a node may send: something in a tunnel between two nodes.
     *
     * @param carried a labelled packet, or over VXLAN {@link #inVxlan}
     */
    public static byte[] tunnelled(
            final Encap encap,
            final long sourceMac,
            final long destinationMac,
            final int outerSource,
            final int outerDestination,
            final byte[] carried) {
        final byte[] packet =
                switch (encap) {
                    case UDP -> udp4(outerSource, outerDestination, PORT_MPLS, carried);
                    case VXLAN -> udp4(outerSource, outerDestination, PORT_VXLAN, carried);
                    case GRE -> {
                        final ByteBuffer gre = ByteBuffer.allocate(4 + carried.length);
                        gre.putInt(ETHERTYPE_MPLS).put(carried);
                        yield ipv4(GRE, outerSource, outerDestination, gre.array());
                    }
                };
        return ethernet(sourceMac, destinationMac, ETHERTYPE_IPV4, packet);
    }

    /** A labelled packet as the whole frame. */
    static byte[] mpls(final long sourceMac, final long destinationMac, final byte[] labelled) {
        return ethernet(sourceMac, destinationMac, ETHERTYPE_MPLS, labelled);
    }

    /** A label and a UDP packet under it. */
    static byte[] labelled(final int label, final int source, final int destination, final String text) {
        final byte[] packet = discard(source, destination, text);
        return ByteBuffer.allocate(4 + packet.length)
                .putInt(label << 12 | BOTTOM_OF_STACK | TTL)
                .put(packet)
                .array();
    }

    /** A VXLAN header and a frame under it. */
    public static byte[] inVxlan(final int vni, final byte[] frame) {
        return ByteBuffer.allocate(8 + frame.length)
                .putInt(0x0800_0000)
                .putInt(vni << 8)
                .put(frame)
                .array();
    }

    private static byte[] ethernet(
            final long sourceMac, final long destinationMac, final int type, final byte[] payload) {
        final ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        putMac(frame, destinationMac);
        putMac(frame, sourceMac);
        return frame.putShort((short) type).put(payload).array();
    }

    private static byte[] discard(final int source, final int destination, final String text) {
        return udp4(source, destination, PORT_DISCARD, ascii(text));
    }

    /** IPv4 and UDP; the UDP checksum is 0, "none" (RFC 768). */
    private static byte[] udp4(final int source, final int destination, final int port, final byte[] payload) {
        final ByteBuffer udp = ByteBuffer.allocate(UDP_BYTES + payload.length);
        return ipv4(
                UDP,
                source,
                destination,
                putUdp(udp, port, payload.length).put(payload).array());
    }

    private static ByteBuffer putUdp(final ByteBuffer packet, final int port, final int payloadBytes) {
        return putUdp(packet, PORT_OURS, port, payloadBytes);
    }

    private static ByteBuffer putUdp(
            final ByteBuffer packet, final int sourcePort, final int port, final int payloadBytes) {
        return packet.putShort((short) sourcePort)
                .putShort((short) port)
                .putShort((short) (UDP_BYTES + payloadBytes))
                .putShort((short) 0);
    }

    private static byte[] ipv4(final int protocol, final int source, final int destination, final byte[] payload) {
        final ByteBuffer packet = ByteBuffer.allocate(IPV4_BYTES + payload.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity());
        packet.putInt(0).put((byte) TTL).put((byte) protocol).putShort((short) 0);
        packet.putInt(source).putInt(destination);
        packet.putShort(10, (short) checksum(packet));
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

    private static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void putMac(final ByteBuffer frame, final long mac) {
        frame.putShort((short) (mac >>> 32)).putInt((int) mac);
    }
}
