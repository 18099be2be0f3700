// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FABRIC_MAC;
import static net.vireo.vrouter.graph.Frames.GUEST_MAC;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.REMOTE;
import static net.vireo.vrouter.graph.Frames.REMOTE_MAC;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.entry;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.hex;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A packet out of a tunnel on its way to a guest, and what the fabric sends besides: sheet 2.1, RFC 6040. */
class FabricToGuestTest {
    private final OneNode lab = new OneNode();

    @AfterEach
    void close() {
        assertThat(lab.node.ledger().broken()).isEmpty();
        lab.close();
    }

    @Test
    void shouldDeliverTheInnerPacketUnchangedBehindTheGuestsEthernetHeader() {
        // Literal: Ethernet, IPv4 10.0.0.2 > 10.0.0.1, UDP 53363 > 6635, label 16 TTL 63, IPv4 120.0.0.3 > 120.0.0.4.
        final byte[] inner =
                hex("45000021123400003f11", "b893", "78000003", "78000004", "03e807d0000d0000", "0102030405");
        Frames.withChecksum(inner);
        final byte[] outer = hex("45000041000100004011", "0000", "0a000002", "0a000001");
        Frames.withChecksum(outer);
        final byte[] frame = hex(
                "02000000f001",
                "02000000f002",
                "0800",
                java.util.HexFormat.of().formatHex(outer),
                "d07319eb002d0000",
                "0001013f",
                java.util.HexFormat.of().formatHex(inner));
        assertThat(lab.fabricToGuest(frame))
                .as("drops: %s", lab.node.drops())
                .singleElement()
                .isEqualTo(ethernet(GUEST_MAC, ROUTER_MAC, 0x0800, inner));
    }

    @Test
    void shouldAcceptTheLegacyPort() {
        final byte[] labelled = java.nio.ByteBuffer.allocate(64)
                .putInt(entry(OneNode.LABEL_HERE, true, 63))
                .put(OneNode.inner(0, 17, udp(1, 2, new byte[32])))
                .array();
        final byte[] frame = ethernet(
                FABRIC_MAC, REMOTE_MAC, 0x0800, ipv4(0, 0, 64, 17, REMOTE, LOCAL, udp(50000, 51234, labelled)));
        assertThat(lab.fabricToGuest(frame)).hasSize(1);
    }

    @Test
    void shouldPopAFillerLabelFirst() {
        final byte[] inner = OneNode.inner(0, 17, OneNode.payload());
        final byte[] stack = java.nio.ByteBuffer.allocate(4 + inner.length)
                .putInt(entry(OneNode.LABEL_HERE, true, 63))
                .put(inner)
                .array();
        assertThat(lab.fabricToGuest(Frames.mplsOverUdp(0, REMOTE, LOCAL, entry(0xfffff, false, 64), stack)))
                .singleElement()
                .isEqualTo(ethernet(GUEST_MAC, ROUTER_MAC, 0x0800, inner));
    }

    @Test
    void shouldCutWhatTheTunnelHoldsBehindTheInnerPacket() {
        final byte[] inner = OneNode.inner(0, 17, OneNode.payload());
        assertThat(lab.fabricToGuest(OneNode.tunnelled(Arrays.copyOf(inner, inner.length + 9))))
                .singleElement()
                .isEqualTo(ethernet(GUEST_MAC, ROUTER_MAC, 0x0800, inner));
    }

    @ParameterizedTest
    @CsvSource({
        // outer, inner, result: RFC 6040 figure 4
        "0, 0, 0", "0, 2, 2", "0, 1, 1", "0, 3, 3",
        "2, 0, 0", "2, 2, 2", "2, 1, 1", "2, 3, 3",
        "1, 0, 0", "1, 2, 1", "1, 1, 1", "1, 3, 3",
        "3, 2, 3", "3, 1, 3", "3, 3, 3"
    })
    void shouldCombineEcnAsRfc6040Says(final int outer, final int inner, final int result) {
        final byte[] frame = Frames.mplsOverUdp(
                outer,
                REMOTE,
                LOCAL,
                entry(OneNode.LABEL_HERE, true, 63),
                OneNode.inner(0xb8 | inner, 17, OneNode.payload()));
        assertThat(lab.fabricToGuest(frame))
                .singleElement()
                .isEqualTo(
                        ethernet(GUEST_MAC, ROUTER_MAC, 0x0800, OneNode.inner(0xb8 | result, 17, OneNode.payload())));
    }

    @Test
    void shouldDropCongestionThatTheSenderCannotLearnOf() {
        final byte[] inner = OneNode.inner(0, 17, OneNode.payload());
        assertThat(lab.fabricToGuest(Frames.mplsOverUdp(3, REMOTE, LOCAL, entry(OneNode.LABEL_HERE, true, 63), inner)))
                .isEmpty();
        assertThat(lab.node.drops()).containsOnlyKeys(DropReason.CONGESTED_NOT_ECT);
    }

    @Test
    void shouldPassWhatIsForTheHostUnchanged() {
        final byte[] ssh = ethernet(FABRIC_MAC, REMOTE_MAC, 0x0800, ipv4(0, 0, 1, 6, REMOTE, LOCAL, new byte[20]));
        final byte[] arp = ethernet(Frames.BROADCAST, REMOTE_MAC, 0x0806, Frames.arp(1, REMOTE_MAC, REMOTE, 0, LOCAL));
        final byte[] ipv6 = ethernet(FABRIC_MAC, REMOTE_MAC, 0x86dd, new byte[60]);
        final byte[] tagged = ethernet(FABRIC_MAC, REMOTE_MAC, 0x8100, new byte[60]);
        final byte[] otherUdp =
                ethernet(FABRIC_MAC, REMOTE_MAC, 0x0800, ipv4(0, 0, 64, 17, REMOTE, LOCAL, udp(4000, 53, new byte[9])));
        for (final byte[] frame : new byte[][] {ssh, arp, ipv6, tagged, otherUdp}) {
            lab.fabric.send(frame);
        }
        lab.node.settle();
        assertThat(lab.host.receive())
                .as("drops: %s", lab.node.drops())
                .containsExactlyInAnyOrder(ssh, arp, ipv6, tagged, otherUdp);
    }

    @Test
    void shouldPassWhatTheHostSendsUnchanged() {
        final byte[] frame = ethernet(REMOTE_MAC, FABRIC_MAC, 0x0800, ipv4(0, 0, 1, 1, LOCAL, REMOTE, new byte[8]));
        lab.host.send(frame);
        lab.node.settle();
        assertThat(lab.fabric.receive()).containsExactly(frame);
    }

    @Test
    void shouldOpenTunnelsWithoutRoutesWhileInCrossConnectMode() {
        lab.node.tables.removeRoute(0, LOCAL, 32);
        lab.node.tables.putVif(new Vif(
                0,
                Vif.TYPE_PHYSICAL,
                1,
                "v0",
                0,
                65535,
                Vif.FLAG_XCONNECT,
                FABRIC_MAC,
                0,
                1514,
                0,
                -1,
                Vif.HOST_INDEX));
        assertThat(lab.fabricToGuest(OneNode.tunnelled(OneNode.inner(0, 17, OneNode.payload()))))
                .hasSize(1);
        final byte[] other = ethernet(
                FABRIC_MAC, REMOTE_MAC, 0x0800, ipv4(0, 0, 64, 17, REMOTE, 0x0a000009, udp(1, 6635, new byte[30])));
        lab.fabric.send(other);
        lab.node.settle();
        assertThat(lab.host.receive())
                .as("another address is the host's to judge")
                .containsExactly(other);
    }

    @Test
    void shouldRouteInTheUnderlayByANeighboursHeader() {
        lab.node.encap(30, Vif.FABRIC_INDEX, 0, ethernet(0x020000000099L, FABRIC_MAC, 0x0800, new byte[0]));
        lab.node.route(0, 0x0a000100, 24, 30, 0);
        lab.fabric.send(
                ethernet(FABRIC_MAC, REMOTE_MAC, 0x0800, ipv4(0, 0, 9, 17, REMOTE, 0x0a000107, OneNode.payload())));
        lab.node.settle();
        assertThat(lab.fabric.receive())
                .containsExactly(ethernet(
                        0x020000000099L, FABRIC_MAC, 0x0800, ipv4(0, 0, 8, 17, REMOTE, 0x0a000107, OneNode.payload())));
    }

    @Test
    void shouldCheckAnOuterUdpChecksumThatIsThere() {
        final byte[] frame = OneNode.tunnelled(OneNode.inner(0, 17, OneNode.payload()));
        frame[14 + 20 + 6] = 0x12;
        assertThat(lab.fabricToGuest(frame)).isEmpty();
        assertThat(lab.node.drops()).containsOnlyKeys(DropReason.CKSUM_ERR);
    }
}
