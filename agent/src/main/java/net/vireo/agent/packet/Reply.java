// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.packet;

import java.nio.ByteBuffer;
import net.vireo.vrouter.table.Vif;

/** A packet for the data plane, from its Ethernet header on. Immutable as long as nobody writes to the array. */
public final class Reply {
    private static final int COMMAND_SWITCH = 0;
    private static final int COMMAND_ROUTE = 1;
    private static final int ETHERTYPE_IPV4 = 0x0800;

    private final boolean routed;
    private final int vif;
    private final int vrf;
    private final byte[] packet;

    private Reply(final boolean routed, final int vif, final int vrf, final byte[] packet) {
        this.routed = routed;
        this.vif = vif;
        this.vrf = vrf;
        this.packet = packet;
    }

    /** Sends a packet out of a vif. */
    public static Reply send(final int vif, final byte[] packet) {
        return new Reply(false, vif, 0, packet);
    }

    /** Lets a packet enter as if the vif's guest had sent it. */
    public static Reply enter(final int vif, final int vrf, final byte[] packet) {
        return new Reply(true, vif, vrf, packet);
    }

    /** The packet from its Ethernet header on; a copy. */
    public byte[] packet() {
        return packet.clone();
    }

    /** As it goes over pkt0 (sheet vrouter-dataplane 5.4). */
    public ByteBuffer frame() {
        final ByteBuffer frame = ByteBuffer.allocate(TrappedPacket.PACKET_OFFSET + packet.length);
        mac(frame);
        mac(frame);
        return frame.putShort((short) ETHERTYPE_IPV4)
                .putShort((short) vif)
                .putShort((short) vrf)
                .putShort((short) (routed ? COMMAND_ROUTE : COMMAND_SWITCH))
                .put(TrappedPacket.PACKET_OFFSET, packet)
                .position(0);
    }

    private static void mac(final ByteBuffer frame) {
        frame.putShort((short) (Vif.ROUTER_MAC >>> 32)).putInt((int) Vif.ROUTER_MAC);
    }
}
