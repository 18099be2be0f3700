// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.nio.ByteBuffer;
import net.vireo.agent.flow.FlowKey;
import net.vireo.packet.EtherType;
import net.vireo.vrouter.table.Vif;

/** The frame of a UDP datagram that a guest sends to its router. */
final class FrameOf {
    private static final int PAYLOAD_BYTES = 18;
    private static final int UDP_BYTES = 8 + PAYLOAD_BYTES;

    private FrameOf() {}

    static byte[] guest(final long mac, final FlowKey key) {
        final ByteBuffer frame = ByteBuffer.allocate(14 + 20 + UDP_BYTES)
                .putShort((short) (Vif.ROUTER_MAC >>> 32))
                .putInt((int) Vif.ROUTER_MAC)
                .putShort((short) (mac >>> 32))
                .putInt((int) mac)
                .putShort((short) EtherType.IPV4)
                .putShort((short) 0x4500)
                .putShort((short) (20 + UDP_BYTES))
                .putInt(0)
                .putShort((short) (64 << 8 | key.protocol()))
                .putShort((short) 0)
                .putInt(key.source().asInt())
                .putInt(key.destination().asInt())
                .putShort((short) key.sourcePort())
                .putShort((short) key.destinationPort())
                .putShort((short) UDP_BYTES);
        int sum = 0;
        for (int i = 14; i < 34; i += Short.BYTES) {
            sum += frame.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return frame.putShort(24, (short) ~((sum & 0xffff) + (sum >>> 16))).array();
    }
}
