// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.nio.ByteBuffer;
import net.vireo.packet.EtherType;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.UdpPort;
import net.vireo.vrouter.table.Vif;

/** The frames of a scene, one for each far guest, with 0 for the guest's port: 60-byte UDP frames, 64 on a wire. */
final class BenchFrames {
    /** In a frame of the guest's. */
    static final int SOURCE_PORT_OFFSET = 14 + 20;

    /** In a frame of the fabric's, whatever tunnel is in front. */
    static final int DESTINATION_PORT_FROM_END = 24;

    private static final int PAYLOAD_BYTES = 18;
    private static final int FAR_PORT = 2000;
    private static final int BOTTOM_AND_TTL = 0x100 | 63;
    private static final int VNI_VALID = 0x0800_0000;

    private BenchFrames() {}

    static byte[][] of(final Scene scene) {
        final byte[][] frames = new byte[Scene.FAR_GUESTS][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = scene.toFabric() ? guests(scene, i) : fabrics(scene, i);
        }
        return frames;
    }

    private static byte[] guests(final Scene scene, final int far) {
        final boolean bridged = scene.encap() == Scene.Encap.VXLAN;
        return frame(
                SceneTables.header(bridged ? GraphWorld.FAR_GUEST_MAC : Vif.ROUTER_MAC, GraphWorld.GUEST_MAC),
                ipv4(
                        64,
                        IpProtocol.UDP,
                        GraphWorld.GUEST_ADDRESS,
                        GraphWorld.FAR_GUEST_ADDRESS + far,
                        udp(0, FAR_PORT, new byte[PAYLOAD_BYTES])));
    }

    private static byte[] fabrics(final Scene scene, final int far) {
        final byte[] inner = ipv4(
                63,
                IpProtocol.UDP,
                GraphWorld.FAR_GUEST_ADDRESS + far,
                GraphWorld.GUEST_ADDRESS,
                udp(FAR_PORT, 0, new byte[PAYLOAD_BYTES]));
        return switch (scene.encap()) {
            case UDP -> outer(IpProtocol.UDP, udp(50_000 + far, UdpPort.MPLS, labelled(inner)));
            case GRE -> outer(IpProtocol.GRE, frame(word(EtherType.MPLS), labelled(inner)));
            case VXLAN ->
                outer(
                        IpProtocol.UDP,
                        udp(
                                50_000 + far,
                                UdpPort.VXLAN,
                                frame(
                                        frame(word(VNI_VALID), word(GraphWorld.VNI << 8)),
                                        frame(
                                                SceneTables.header(GraphWorld.GUEST_MAC, GraphWorld.FAR_GUEST_MAC),
                                                inner))));
        };
    }

    private static byte[] labelled(final byte[] inner) {
        return frame(word(GraphWorld.LABEL << 12 | BOTTOM_AND_TTL), inner);
    }

    private static byte[] outer(final int protocol, final byte[] payload) {
        return frame(
                SceneTables.header(GraphWorld.FABRIC_MAC, GraphWorld.REMOTE_MAC),
                ipv4(64, protocol, GraphWorld.REMOTE_ADDRESS, GraphWorld.FABRIC_ADDRESS, payload));
    }

    private static byte[] word(final int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static byte[] frame(final byte[] header, final byte[] payload) {
        return ByteBuffer.allocate(header.length + payload.length)
                .put(header)
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

    private static byte[] ipv4(
            final int ttl, final int protocol, final int source, final int destination, final byte[] payload) {
        final ByteBuffer packet = ByteBuffer.allocate(20 + payload.length)
                .putShort((short) 0x4500)
                .putShort((short) (20 + payload.length))
                .putInt(0)
                .putShort((short) (ttl << 8 | protocol))
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
}
