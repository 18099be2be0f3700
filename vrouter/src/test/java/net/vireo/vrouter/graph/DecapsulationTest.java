// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_GRE;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.BY_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_BRIDGE;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_FRAME;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_PACKET;
import static net.vireo.vrouter.graph.BridgedNode.VNI;
import static net.vireo.vrouter.graph.Frames.FABRIC_MAC;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.REMOTE_MAC;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.entry;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.ints;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.join;
import static net.vireo.vrouter.graph.Overlay.mplsOverGre;
import static net.vireo.vrouter.graph.Overlay.mplsOverUdp;
import static net.vireo.vrouter.graph.Overlay.outer;
import static net.vireo.vrouter.graph.Overlay.vxlan;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the fabric to guests: sheet 2.1, steps 6 to 9. */
class DecapsulationTest {
    private static final byte[] INNER = ipv4(0, 0, 63, 17, FAR_UDP, A_IP, udp(7, 8, new byte[9]));
    private static final byte[] INNER_6 = ipv6(17, 63, 0x102, 4, udp(7, 8, new byte[9]));
    private static final byte[] FRAME = ethernet(A_MAC, FAR_UDP_MAC, 0x0800, INNER);
    private static final byte[] DELIVERED = ethernet(A_MAC, ROUTER_MAC, 0x0800, INNER);

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        lab.close();
    }

    private void assertDelivered(final byte[] tunnelled, final byte[] expected) {
        assertThat(lab.pass(lab.fabric, tunnelled, lab.a)).containsExactly(expected);
        assertThat(lab.drops()).isEmpty();
    }

    private void assertDropped(final byte[] tunnelled, final DropReason reason) {
        assertThat(lab.pass(lab.fabric, tunnelled, lab.a)).isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(reason, 1L));
    }

    @Test
    void shouldDeliverAPacketWithoutTouchingItsTtl() {
        assertDelivered(mplsOverUdp(BY_UDP, LABEL_PACKET, INNER), DELIVERED);
        assertDelivered(mplsOverGre(BY_GRE, LABEL_PACKET, INNER), DELIVERED);
    }

    @Test
    void shouldDeliverIpv6() {
        final byte[] delivered = ethernet(A_MAC, ROUTER_MAC, 0x86dd, INNER_6);
        assertDelivered(mplsOverUdp(BY_UDP, LABEL_PACKET, INNER_6), delivered);
        assertDelivered(mplsOverGre(BY_GRE, LABEL_PACKET, INNER_6), delivered);
    }

    @Test
    void shouldAcceptTheOldPortOfMplsOverUdp() {
        assertDelivered(
                outer(0, 17, BY_UDP, udp(1, 51234, join(ints(entry(LABEL_PACKET, true, 64)), INNER))), DELIVERED);
    }

    @Test
    void shouldDeliverAFrameAsItIs() {
        assertDelivered(mplsOverUdp(BY_UDP, LABEL_FRAME, FRAME), FRAME);
        assertDelivered(mplsOverGre(BY_GRE, LABEL_FRAME, FRAME), FRAME);
    }

    @Test
    void shouldTakeTheControlWordOff() {
        lab.encap(BridgedNode.TO_A, Nexthop.FAMILY_BRIDGE, Nexthop.FLAG_L2_CONTROL_DATA, BridgedNode.A, A_MAC);
        assertDelivered(mplsOverUdp(BY_UDP, LABEL_FRAME, join(ints(0), FRAME)), FRAME);
        assertDropped(mplsOverUdp(BY_UDP, LABEL_FRAME, join(ints(1), FRAME)), DropReason.INVALID_PACKET);
    }

    @Test
    void shouldLookAFrameUpInTheBridgeOfALabelsVrf() {
        assertDelivered(mplsOverUdp(BY_UDP, LABEL_BRIDGE, FRAME), FRAME);
    }

    @Test
    void shouldBridgeWhatComesByVxlan() {
        assertDelivered(vxlan(BY_VXLAN, VNI, FRAME), FRAME);
    }

    @Test
    void shouldRouteWhatVxlanBringsForTheRouter() {
        final byte[] routed = ipv4(0, 0, 62, 17, FAR_UDP, A_IP, udp(7, 8, new byte[9]));
        assertDelivered(
                vxlan(BY_VXLAN, VNI, ethernet(ROUTER_MAC, FAR_UDP_MAC, 0x0800, INNER)),
                ethernet(A_MAC, ROUTER_MAC, 0x0800, routed));
        assertDelivered(
                vxlan(BY_VXLAN, VNI, ethernet(ROUTER_MAC, FAR_UDP_MAC, 0x86dd, INNER_6)),
                ethernet(A_MAC, ROUTER_MAC, 0x86dd, ipv6(17, 62, 0x102, 4, udp(7, 8, new byte[9]))));
    }

    @Test
    void shouldPassOverALabelThatSaysOnlyThatMoreFollows() {
        final byte[] labels = ints(entry(0xfffff, false, 64), entry(LABEL_PACKET, true, 64));
        assertDelivered(outer(0, 17, BY_UDP, udp(1, 6635, join(labels, INNER))), DELIVERED);
        assertDelivered(outer(0, 47, BY_GRE, join(ints(0x8847), labels, INNER)), DELIVERED);
    }

    @Test
    void shouldAcceptAKeyAndAChecksumInGre() {
        final byte[] label = ints(entry(LABEL_PACKET, true, 64));
        assertDelivered(outer(0, 47, BY_GRE, join(ints(0x20008847, 12345), label, INNER)), DELIVERED);
        final byte[] summed = join(ints(0xa0008847, 0, 12345), label, INNER);
        ByteBuffer.wrap(summed).putShort(4, (short) Frames.checksum(summed, 0, summed.length));
        assertDelivered(outer(0, 47, BY_GRE, summed), DELIVERED);
        summed[5] ^= 1;
        assertDropped(outer(0, 47, BY_GRE, summed), DropReason.CKSUM_ERR);
    }

    @Test
    void shouldRefuseGreWithASequenceNumber() {
        assertDropped(
                outer(0, 47, BY_GRE, join(ints(0x10008847, 7, entry(LABEL_PACKET, true, 64)), INNER)),
                DropReason.INVALID_PACKET);
    }

    @Test
    void shouldLeaveForeignTunnelsToTheHost() {
        final byte[] ethernetOverGre = outer(0, 47, BY_GRE, join(ints(0x6558), FRAME));
        final byte[] otherPort = outer(0, 17, BY_UDP, udp(1, 4790, INNER));
        final byte[] laterFragment =
                ethernet(FABRIC_MAC, REMOTE_MAC, 0x0800, ipv4(0, 0x0010, 64, 17, BY_UDP, LOCAL, udp(1, 6635, INNER)));
        final byte[] ipv6 = ethernet(FABRIC_MAC, REMOTE_MAC, 0x86dd, INNER_6);
        final byte[] lldp = ethernet(0x0180c200000eL, REMOTE_MAC, 0x88cc, new byte[50]);
        for (final byte[] foreign : new byte[][] {ethernetOverGre, otherPort, laterFragment, ipv6, lldp}) {
            assertThat(lab.pass(lab.fabric, foreign, lab.host)).containsExactly(foreign);
        }
        assertThat(lab.drops()).isEmpty();
    }

    @Test
    void shouldRefuseVxlanWithoutItsBit() {
        assertDropped(outer(0, 17, BY_VXLAN, udp(1, 4789, join(ints(0, VNI << 8), FRAME))), DropReason.INVALID_PACKET);
    }

    @Test
    void shouldRefuseAnUnknownVni() {
        assertDropped(vxlan(BY_VXLAN, 78, FRAME), DropReason.INVALID_VNID);
    }

    @Test
    void shouldHandVxlanWithTheRouterAlertToTheAgent() {
        final byte[] alert = outer(0, 17, BY_VXLAN, udp(1, 4789, join(ints(0x09000000, VNI << 8), FRAME)));
        assertThat(lab.pass(lab.fabric, alert, lab.agent))
                .singleElement()
                .satisfies(frame -> assertThat(Frames.shortAt(frame, 14 + 4)).isEqualTo(16));
    }

    @Test
    void shouldCheckAnOuterUdpChecksumThatIsThere() {
        final byte[] frame = mplsOverUdp(BY_UDP, LABEL_PACKET, INNER);
        final byte[] pseudo = join(ints(BY_UDP, LOCAL, 17 << 16 | frame.length - 34));
        final byte[] all = join(pseudo, java.util.Arrays.copyOfRange(frame, 34, frame.length));
        final int sum = Frames.checksum(all, 0, all.length);
        assertDelivered(withUdpChecksum(frame, sum), DELIVERED);
        assertDropped(withUdpChecksum(frame, sum ^ 0x100), DropReason.CKSUM_ERR);
    }

    private static byte[] withUdpChecksum(final byte[] frame, final int checksum) {
        final byte[] changed = frame.clone();
        ByteBuffer.wrap(changed).putShort(40, (short) checksum);
        return changed;
    }

    @Test
    void shouldHandAnIcmpErrorAboutATunnelOfOursToTheAgent() {
        final byte[] ours = ipv4(0, 0, 60, 17, LOCAL, BY_UDP, udp(50000, 6635, new byte[20]));
        final byte[] gre = ipv4(0, 0, 60, 47, LOCAL, BY_GRE, ints(0x8847, 0, 0));
        final byte[] hosts = ipv4(0, 0, 60, 17, LOCAL, BY_UDP, udp(50000, 53, new byte[20]));
        for (final byte[] quote : new byte[][] {ours, gre}) {
            final byte[] error = outer(0, 1, 0x0a0000fe, join(ints(0x03040000, 1400), quote));
            assertThat(lab.pass(lab.fabric, error, lab.agent))
                    .singleElement()
                    .satisfies(
                            frame -> assertThat(Frames.shortAt(frame, 14 + 4)).isEqualTo(13));
        }
        final byte[] error = outer(0, 1, 0x0a0000fe, join(ints(0x03040000, 1400), hosts));
        assertThat(lab.pass(lab.fabric, error, lab.host)).containsExactly(error);
        final byte[] cutShort = outer(0, 1, 0x0a0000fe, join(ints(0x03040000, 1400), new byte[20]));
        assertThat(lab.pass(lab.fabric, cutShort, lab.host)).containsExactly(cutShort);
    }

    @Test
    void shouldLeaveIcmpErrorsToTheHostWhileThereIsNoAgent() {
        lab.node.lcore.removeVif(Vif.AGENT_INDEX);
        final byte[] quote = ipv4(0, 0, 60, 17, LOCAL, BY_UDP, udp(50000, 6635, new byte[20]));
        final byte[] error = outer(0, 1, 0x0a0000fe, join(ints(0x03040000, 1400), quote));
        assertThat(lab.pass(lab.fabric, error, lab.host)).containsExactly(error);
    }

    @Test
    void shouldNotSendBackIntoATunnelWhatCameOutOfOne() {
        assertDropped(vxlan(BY_VXLAN, VNI, ethernet(FAR_UDP_MAC, A_MAC, 0x0800, INNER)), DropReason.INVALID_SOURCE);
    }

    @Test
    void shouldCombineCongestionMarksInsideEveryTunnel() {
        final byte[] ect = ipv4(2, 0, 63, 17, FAR_UDP, A_IP, new byte[9]);
        final byte[] ce = ipv4(3, 0, 63, 17, FAR_UDP, A_IP, new byte[9]);
        final byte[] label = ints(entry(LABEL_PACKET, true, 64));
        assertDelivered(outer(3, 47, BY_GRE, join(ints(0x8847), label, ect)), ethernet(A_MAC, ROUTER_MAC, 0x0800, ce));
        final byte[] six = ipv6(2, 17, 63, Overlay.PREFIX, 0x102, Overlay.PREFIX, 4, new byte[8]);
        final byte[] six3 = ipv6(3, 17, 63, Overlay.PREFIX, 0x102, Overlay.PREFIX, 4, new byte[8]);
        assertDelivered(
                outer(3, 17, BY_UDP, udp(1, 6635, join(label, six))), ethernet(A_MAC, ROUTER_MAC, 0x86dd, six3));
        assertDropped(outer(3, 17, BY_UDP, udp(1, 6635, join(label, INNER))), DropReason.CONGESTED_NOT_ECT);
    }
}
