// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.port.offload.VirtioHeader;
import net.vireo.port.pool.PacketPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Page 86: headroom, data, room behind. Every tunnel fits into the headroom, so no packet is moved or copied for it. */
class BufferRoomTest {
    private static final int LARGEST_PACKET_BYTES = 1500;
    private static final byte[] PAYLOAD = new byte[1000];

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        assertThat(lab.node.ledger().broken()).isEmpty();
        lab.close();
    }

    private static byte[] packet(final int destination) {
        return ipv4(0, 0, 64, 17, A_IP, destination, udp(1000, 2000, PAYLOAD));
    }

    /** Sends it, and sees it arrive in the same buffer, with as much less in front as the tunnel is longer. */
    private void fits(final byte[] frame, final int tunnelBytes) {
        final byte[] sent = lab.pass(lab.a, frame, lab.fabric).getFirst();
        assertThat(sent).hasSize(frame.length + tunnelBytes);
        assertThat(lab.fabric.arrivedBuffer()).as("nothing was copied").isEqualTo(lab.a.sentBuffer());
        assertThat(lab.fabric.headroomBytes())
                .isEqualTo(PacketPool.HEADROOM_BYTES - tunnelBytes)
                .as("and room for a port's own header")
                .isGreaterThanOrEqualTo(VirtioHeader.LONG_BYTES);
    }

    /** A routed packet leaves its own Ethernet header behind, over VXLAN it gets a new one. */
    @ParameterizedTest
    @CsvSource({"0x78000102, 32", "0x78000103, 28", "0x78000104, 50"})
    void shouldTakeEachTunnelBeforeARoutedPacket(final int destination, final int tunnelBytes) {
        fits(ethernet(ROUTER_MAC, A_MAC, 0x0800, packet(destination)), tunnelBytes);
    }

    /** A frame keeps its header: the longest of all is VXLAN in front of it. */
    @ParameterizedTest
    @CsvSource({"0x020000000102, 0x78000102, 46", "0x020000000103, 0x78000103, 42", "0x020000000104, 0x78000104, 50"})
    void shouldTakeEachTunnelBeforeAFrame(final long mac, final int destination, final int tunnelBytes) {
        fits(ethernet(mac, A_MAC, 0x0800, packet(destination)), tunnelBytes);
    }

    @Test
    void shouldHaveRoomForTheLargestPacketOfAUsualLinkBehindTheHeadroom() {
        assertThat(lab.node.pool.dataLimit(0))
                .isGreaterThanOrEqualTo(PacketPool.HEADROOM_BYTES + 14 + 8 + LARGEST_PACKET_BYTES);
    }
}
