// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Frames of many flows for the deck's mapping pages, made byte by byte; the last four bytes of each are a number. */
final class MappingFrames {
    static final int MPLS_OVER_UDP = 6635;
    static final int VXLAN = 4789;

    private static final byte[] ETHERNET = HexFormat.of().parseHex("0200000000020200000000010800");
    private static final byte[] MPLS = HexFormat.of().parseHex("00010140"); // label 16, the stack's bottom
    private static final byte[] GRE = HexFormat.of().parseHex("00008847");
    private static final byte[] VXLAN_HEADER = HexFormat.of().parseHex("0800000000000700");
    private static final int NODE = 0x0a000001;
    private static final int OTHER_NODE = 0x0a000002;
    private static final int GUEST = 0x0b000001;
    private static final int OTHER_GUEST = 0x0b000002;
    private static final int UDP = 17;
    private static final int GRE_PROTOCOL = 47;
    private static final int FIRST_PORT = 20_000;
    private static final int FIRST_TUNNEL_PORT = 49_152;

    private MappingFrames() {}

    /** What a guest sends, of a flow. */
    static byte[] ofGuest(final int flow, final int number) {
        return join(ETHERNET, inner(flow, number));
    }

    /** A tunnel over UDP, whose source port is made of the flow. */
    static byte[] overUdp(final int port, final int flow, final int number) {
        final byte[] packet =
                port == VXLAN ? join(VXLAN_HEADER, ETHERNET, inner(flow, number)) : join(MPLS, inner(flow, number));
        return join(ETHERNET, ipv4(NODE, OTHER_NODE, UDP, udp(tunnelPort(flow), port, packet)));
    }

    /** MPLS over GRE between two nodes: its outer header is the same for all flows. */
    static byte[] overGre(final int flow, final int number) {
        return join(ETHERNET, ipv4(NODE, OTHER_NODE, GRE_PROTOCOL, join(GRE, MPLS, inner(flow, number))));
    }

    /** The Toeplitz hash of a guest's packet, which is the inner packet of a tunnel, too. */
    static long innerHash(final int flow) {
        return hash(ByteBuffer.allocate(12)
                .putInt(GUEST)
                .putInt(OTHER_GUEST)
                .putShort((short) (FIRST_PORT + flow))
                .putShort((short) 9)
                .array());
    }

    /** The Toeplitz hash of a tunnel over UDP. */
    static long udpHash(final int port, final int flow) {
        return hash(ByteBuffer.allocate(12)
                .putInt(NODE)
                .putInt(OTHER_NODE)
                .putShort((short) tunnelPort(flow))
                .putShort((short) port)
                .array());
    }

    /** The Toeplitz hash of GRE between the two nodes. */
    static long greHash() {
        return hash(ByteBuffer.allocate(8).putInt(NODE).putInt(OTHER_NODE).array());
    }

    private static byte[] inner(final int flow, final int number) {
        final byte[] payload = ByteBuffer.allocate(18)
                .putLong(0xa5a5a5a5_a5a5a5a5L)
                .putInt(14, number)
                .array();
        return ipv4(GUEST, OTHER_GUEST, UDP, udp(FIRST_PORT + flow, 9, payload));
    }

    private static int tunnelPort(final int flow) {
        return FIRST_TUNNEL_PORT + flow * 37 % 16_384;
    }

    private static byte[] ipv4(final int source, final int destination, final int protocol, final byte[] payload) {
        return ByteBuffer.allocate(20 + payload.length)
                .putShort((short) 0x4500)
                .putShort((short) (20 + payload.length))
                .putInt(0)
                .put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt(source)
                .putInt(destination)
                .put(payload)
                .array();
    }

    private static byte[] udp(final int source, final int destination, final byte[] payload) {
        return ByteBuffer.allocate(8 + payload.length)
                .putShort((short) source)
                .putShort((short) destination)
                .putShort((short) (8 + payload.length))
                .putShort((short) 0)
                .put(payload)
                .array();
    }

    private static byte[] join(final byte[]... parts) {
        int length = 0;
        for (final byte[] part : parts) {
            length += part.length;
        }
        final ByteBuffer all = ByteBuffer.allocate(length);
        for (final byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    /** Microsoft's rule, bit by bit: each bit of the input that is set adds the 32 bits of the key that begin there. */
    private static long hash(final byte[] input) {
        final byte[] key = HexFormat.of()
                .parseHex("6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa");
        long sum = 0;
        for (int bit = 0; bit < Byte.SIZE * input.length; bit++) {
            if (isSet(input, bit)) {
                long window = 0;
                for (int i = bit; i < bit + Integer.SIZE; i++) {
                    window = window << 1 | (isSet(key, i) ? 1 : 0);
                }
                sum ^= window;
            }
        }
        return sum;
    }

    private static boolean isSet(final byte[] bytes, final int bit) {
        return (bytes[bit / Byte.SIZE] >>> 7 - bit % Byte.SIZE & 1) != 0;
    }
}
