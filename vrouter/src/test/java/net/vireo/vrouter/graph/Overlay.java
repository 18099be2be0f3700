// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FABRIC_MAC;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.REMOTE_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Builds what tests of the overlay send: IPv6, neighbour discovery, tags, and frames in every tunnel. */
final class Overlay {
    /** 2001:db8::/64. */
    static final long PREFIX = 0x20010db800000000L;

    static final long ALL_NODES_MAC = 0x333300000001L;

    private Overlay() {}

    static byte[] join(final byte[]... parts) {
        final ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (final byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    static byte[] ints(final int... words) {
        final ByteBuffer all = ByteBuffer.allocate(4 * words.length);
        for (final int word : words) {
            all.putInt(word);
        }
        return all.array();
    }

    /** Between two addresses of {@link #PREFIX}. */
    static byte[] ipv6(final int protocol, final int hopLimit, final long from, final long to, final byte[] payload) {
        return ipv6(0, protocol, hopLimit, PREFIX, from, PREFIX, to, payload);
    }

    static byte[] ipv6(
            final int trafficClass,
            final int protocol,
            final int hopLimit,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final byte[] payload) {
        return ByteBuffer.allocate(40 + payload.length)
                .putInt(0x60000000 | trafficClass << 20)
                .putShort((short) payload.length)
                .put((byte) protocol)
                .put((byte) hopLimit)
                .putLong(sourceHigh)
                .putLong(sourceLow)
                .putLong(destinationHigh)
                .putLong(destinationLow)
                .put(payload)
                .array();
    }

    /** What a transport's checksum field must hold behind this IPv6 header; 0 when it already holds it. */
    static int checksum6(final byte[] ipv6, final int protocol) {
        final byte[] payload = Arrays.copyOfRange(ipv6, 40, ipv6.length);
        final byte[] all = join(Arrays.copyOfRange(ipv6, 8, 40), ints(payload.length, protocol), payload);
        return Frames.checksum(all, 0, all.length);
    }

    /** ICMPv6 with a right checksum. */
    static byte[] icmp6(
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final byte[] message) {
        final byte[] packet = ipv6(0, 58, 255, sourceHigh, sourceLow, destinationHigh, destinationLow, message);
        ByteBuffer.wrap(packet).putShort(42, (short) 0).putShort(42, (short) checksum6(packet, 58));
        return packet;
    }

    /** Who has {@code target}? From an address of {@link #PREFIX}, or from {@code ::} when 0, to the target's group. */
    static byte[] solicitation(final long senderMac, final long sender, final long target) {
        final boolean dad = sender == 0;
        final ByteBuffer message = ByteBuffer.allocate(dad ? 24 : 32)
                .putInt(135 << 24)
                .putInt(0)
                .putLong(PREFIX)
                .putLong(target);
        if (!dad) {
            message.putLong(0x0101L << 48 | senderMac);
        }
        return icmp6(
                dad ? 0 : PREFIX,
                sender,
                0xff02000000000000L,
                0x00000001ff000000L | target & 0xffffff,
                message.array());
    }

    /** {@code sender} is here, to all nodes or to one. */
    static byte[] advertisement(final long senderMac, final long sender, final long toHigh, final long toLow) {
        final byte[] message = ByteBuffer.allocate(32)
                .putInt(136 << 24)
                .putInt(0x20000000)
                .putLong(PREFIX)
                .putLong(sender)
                .putLong(0x0201L << 48 | senderMac)
                .array();
        return icmp6(PREFIX, sender, toHigh, toLow, message);
    }

    /** The frame with a tag behind its addresses. */
    static byte[] tagged(final int protocol, final int control, final byte[] frame) {
        return join(
                Arrays.copyOf(frame, 12), ints(protocol << 16 | control), Arrays.copyOfRange(frame, 12, frame.length));
    }

    /** From a node of the fabric to this one. */
    static byte[] outer(final int tos, final int protocol, final int source, final byte[] payload) {
        return ethernet(FABRIC_MAC, REMOTE_MAC, 0x0800, ipv4(tos, 0, 64, protocol, source, LOCAL, payload));
    }

    static byte[] mplsOverUdp(final int source, final int label, final byte[] inner) {
        return outer(0, 17, source, udp(50000, 6635, join(ints(Frames.entry(label, true, 64)), inner)));
    }

    static byte[] mplsOverGre(final int source, final int label, final byte[] inner) {
        return outer(0, 47, source, join(ints(0x8847, Frames.entry(label, true, 64)), inner));
    }

    static byte[] vxlan(final int source, final int vni, final byte[] frame) {
        return outer(0, 17, source, udp(50001, 4789, join(ints(0x08000000, vni << 8), frame)));
    }

    /** What stands between label and frame on a tree. */
    static byte[] treeBlock(final int source, final int destination, final int vni, final byte[] frame) {
        final byte[] datagram = udp(4789, 4789, join(ints(0x08000000, vni << 8), frame));
        return join(ints(0), ipv4Unnumbered(source, destination, datagram));
    }

    private static byte[] ipv4Unnumbered(final int source, final int destination, final byte[] payload) {
        final byte[] packet = ipv4(0, 0, 64, 17, source, destination, payload);
        packet[4] = 0;
        packet[5] = 0;
        return Frames.withChecksum(packet);
    }
}
