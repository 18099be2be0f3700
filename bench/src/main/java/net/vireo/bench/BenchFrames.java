// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.nio.ByteBuffer;
import net.vireo.packet.UdpPort;
import net.vireo.vrouter.table.Vif;

/** A guest's 64-byte UDP packet (60 without the frame check sequence), plain and in its tunnel. */
final class BenchFrames {
    /** Where forwarding may have written in a guest's frame: its Ethernet and IPv4 headers. */
    static final int GUEST_CHANGED_BYTES = 34;

    /** Where it may have written in a tunnelled one: the new Ethernet header stands on the end of the outer headers. */
    static final int FABRIC_CHANGED_BYTES = 66;

    private static final int FRAME_BYTES = 60;
    private static final int UDP = 17;

    private BenchFrames() {}

    static byte[] fromGuest() {
        return ethernet(
                Vif.ROUTER_MAC,
                BenchNode.GUEST_MAC,
                ipv4(BenchNode.GUEST, BenchNode.FAR_GUEST, udp(40_000, 7, new byte[FRAME_BYTES - 42])));
    }

    static byte[] fromFabric() {
        final byte[] inner = ipv4(BenchNode.FAR_GUEST, BenchNode.GUEST, udp(40_000, 7, new byte[FRAME_BYTES - 42]));
        final byte[] labelled = ByteBuffer.allocate(4 + inner.length)
                .putInt(BenchNode.LABEL << 12 | 0x100 | 63)
                .put(inner)
                .array();
        return ethernet(
                BenchNode.HERE_MAC,
                BenchNode.THERE_MAC,
                ipv4(BenchNode.THERE, BenchNode.HERE, udp(50_000, UdpPort.MPLS, labelled)));
    }

    private static byte[] ethernet(final long destination, final long source, final byte[] payload) {
        return ByteBuffer.allocate(14 + payload.length)
                .putShort((short) (destination >>> 32))
                .putInt((int) destination)
                .putShort((short) (source >>> 32))
                .putInt((int) source)
                .putShort((short) 0x0800)
                .put(payload)
                .array();
    }

    private static byte[] ipv4(final int source, final int destination, final byte[] payload) {
        final ByteBuffer packet = ByteBuffer.allocate(20 + payload.length)
                .putShort((short) 0x4500)
                .putShort((short) (20 + payload.length))
                .putInt(0x0001_0000)
                .putShort((short) (64 << 8 | UDP))
                .putShort((short) 0)
                .putInt(source)
                .putInt(destination)
                .put(payload);
        int sum = 0;
        for (int i = 0; i < 20; i += Short.BYTES) {
            sum += packet.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        return packet.putShort(10, (short) ~sum).array();
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
}
