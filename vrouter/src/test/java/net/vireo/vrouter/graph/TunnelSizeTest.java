// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_GRE;
import static net.vireo.vrouter.graph.BridgedNode.FAR_GRE_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN_MAC;
import static net.vireo.vrouter.graph.BridgedNode.six;
import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.intAt;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.shortAt;
import static net.vireo.vrouter.graph.Frames.slice;
import static net.vireo.vrouter.graph.Frames.syn;
import static net.vireo.vrouter.graph.Frames.tcpChecksum;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopDetails;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What does not fit its tunnel, in every tunnel: sheet 2.9. The fabric carries 1500 bytes of IP. */
class TunnelSizeTest {
    private static final int DONT_FRAGMENT = 0x4000;

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        lab.close();
    }

    /** A way into a tunnel, and the largest IP packet that fits. */
    enum Way {
        UDP(FAR_UDP, ROUTER_MAC, 1468),
        GRE(FAR_GRE, ROUTER_MAC, 1472),
        VXLAN(FAR_VXLAN, ROUTER_MAC, 1450),
        BRIDGED_UDP(FAR_UDP, FAR_UDP_MAC, 1454),
        BRIDGED_GRE(FAR_GRE, FAR_GRE_MAC, 1458),
        BRIDGED_VXLAN(FAR_VXLAN, FAR_VXLAN_MAC, 1450);

        private final int address;
        private final long mac;
        private final int fitsBytes;

        Way(final int address, final long mac, final int fitsBytes) {
            this.address = address;
            this.mac = mac;
            this.fitsBytes = fitsBytes;
        }

        boolean isBridged() {
            return mac != ROUTER_MAC;
        }

        byte[] v4(final int ipBytes, final int fragment) {
            final byte[] payload = new byte[ipBytes - 20];
            new Random(ipBytes).nextBytes(payload);
            return ethernet(mac, A_MAC, 0x0800, ipv4(0, fragment, 64, 17, A_IP, address, payload));
        }

        byte[] v6(final int ipBytes) {
            return ethernet(mac, A_MAC, 0x86dd, ipv6(17, 64, 4, six(address), new byte[ipBytes - 40]));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldCarryWhatJustFits(final Way way) {
        for (final byte[] frame : List.of(way.v4(way.fitsBytes, DONT_FRAGMENT), way.v6(way.fitsBytes))) {
            assertThat(lab.pass(lab.a, frame, lab.fabric))
                    .singleElement()
                    .satisfies(sent -> assertThat(sent).hasSize(1514));
        }
        assertThat(lab.drops()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldTellTheAgentTheMtuOfWhatMayNotBeCut(final Way way) {
        for (final byte[] frame : List.of(way.v4(way.fitsBytes + 1, DONT_FRAGMENT), way.v6(way.fitsBytes + 1))) {
            assertThat(lab.pass(lab.a, frame, lab.agent)).singleElement().satisfies(trapped -> {
                assertThat(shortAt(trapped, 14 + 4)).as("HANDLE_DF").isEqualTo(11);
                assertThat(intAt(trapped, 14 + 6)).as("the MTU").isEqualTo(way.fitsBytes);
                assertThat(trapped).as("the head only").hasSize(44 + 190);
            });
            assertThat(lab.fabric.receive()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldTellTheGuestItselfWhileThereIsNoAgent(final Way way) {
        lab.node.lcore.removeVif(Vif.AGENT_INDEX);
        final byte[] four =
                lab.pass(lab.a, way.v4(way.fitsBytes + 1, DONT_FRAGMENT), lab.a).getFirst();
        assertThat(intAt(four, 34) >>> 16).as("fragmentation needed").isEqualTo(0x0304);
        assertThat(shortAt(four, 40)).isEqualTo(way.fitsBytes);
        assertThat(slice(four, 42, 100))
                .as("as the guest sent it")
                .isEqualTo(slice(way.v4(way.fitsBytes + 1, DONT_FRAGMENT), 14, 100));
        final byte[] large = lab.pass(lab.a, way.v6(way.fitsBytes + 1), lab.a).getFirst();
        assertThat(large[54]).as("packet too big").isEqualTo((byte) 2);
        assertThat(intAt(large, 58)).isEqualTo(way.fitsBytes);
        assertThat(slice(large, 62, 100)).isEqualTo(slice(way.v6(way.fitsBytes + 1), 14, 100));
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.MTU_EXCEEDED, 2L));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldCutWhatMayBeCut(final Way way) {
        final byte[] frame = way.v4(4000, 0);
        final List<byte[]> sent = lab.pass(lab.a, frame, lab.fabric);
        assertThat(sent).hasSize(3);
        final byte[] datagram = new byte[4000 - 20];
        final int headersBytes = sent.getFirst().length - innerBytes(sent.getFirst(), way);
        int nextByte = 0;
        for (final byte[] fragment : sent) {
            assertThat(fragment.length).isLessThanOrEqualTo(1514);
            final int ip = headersBytes;
            assertThat(Frames.checksum(fragment, ip, 20)).isZero();
            assertThat(shortAt(fragment, ip + 4)).as("identification").isEqualTo(0x1234);
            assertThat(fragment[ip + 8]).as("TTL").isEqualTo((byte) (way.isBridged() ? 64 : 63));
            assertThat(shortAt(fragment, ip + 6) & 0x1fff).isEqualTo(nextByte / 8);
            assertThat((shortAt(fragment, ip + 6) & 0x2000) != 0)
                    .as("more fragments")
                    .isEqualTo(nextByte + fragment.length - ip - 20 < datagram.length);
            final int payloadBytes = fragment.length - ip - 20;
            System.arraycopy(fragment, ip + 20, datagram, nextByte, payloadBytes);
            nextByte += payloadBytes;
            assertThat(slice(fragment, 34, 2)).as("all by one port").isEqualTo(slice(sent.getFirst(), 34, 2));
        }
        assertThat(datagram).isEqualTo(slice(frame, 34, 3980));
        assertThat(lab.node.counters.lcore(0, LcoreCounter.BORN_FRAGMENT)).isEqualTo(3);
        assertThat(lab.node.counters.lcore(0, LcoreCounter.CONSUMED_FRAGMENTED)).isEqualTo(1);
        assertThat(lab.drops()).isEmpty();
    }

    private static int innerBytes(final byte[] frame, final Way way) {
        final int offset =
                switch (way) {
                    case UDP -> 46;
                    case GRE -> 42;
                    case VXLAN, BRIDGED_VXLAN -> 64;
                    case BRIDGED_UDP -> 60;
                    case BRIDGED_GRE -> 56;
                };
        return frame.length - offset;
    }

    @Test
    void shouldCutAWholeGuestPacketOf64Kilobytes() {
        final byte[] frame = Way.UDP.v4(65_000, 0);
        assertThat(lab.pass(lab.a, frame, lab.fabric)).hasSize(45);
    }

    @Test
    void shouldNotCutIntoMoreFragmentsThanItCanHold() {
        final Vif fabric = lab.node.tables.vif(0);
        lab.node.tables.putVif(new Vif(
                0, fabric.type(), 1, "v0", 0, 65535, 0, fabric.mac(), 0, 614, 0, -1, Vif.NONE, fabric.features()));
        assertThat(lab.pass(lab.a, Way.UDP.v4(65_000, 0), lab.fabric)).isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.FRAGMENTATION_NEEDED, 1L));
    }

    @Test
    void shouldCutAFragmentFurther() {
        final List<byte[]> sent = lab.pass(lab.a, Way.UDP.v4(1500, 0x2010), lab.fabric);
        assertThat(sent).hasSize(2);
        assertThat(shortAt(sent.get(0), 52)).isEqualTo(0x2010);
        assertThat(shortAt(sent.get(1), 52))
                .as("more to come, behind this one too")
                .isEqualTo(0x2010 + 1448 / 8);
    }

    @Test
    void shouldKeepTagsInFrontOfEachFragment() {
        final byte[] frame = tagged(0x8100, 9, Way.BRIDGED_UDP.v4(1500, 0));
        final List<byte[]> sent = lab.pass(lab.a, frame, lab.fabric);
        assertThat(sent).hasSize(2);
        for (final byte[] fragment : sent) {
            assertThat(slice(fragment, 46, 18)).isEqualTo(slice(frame, 0, 18));
        }
    }

    @Test
    void shouldCutBroadcastForEachReceiver() {
        final byte[] frame = ethernet(BROADCAST, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, -1, new byte[1480]));
        assertThat(lab.pass(lab.a, frame, lab.fabric))
                .as("three nodes, two fragments each")
                .hasSize(6);
        assertThat(lab.b.receive()).as("whole").containsExactly(frame);
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.CLONED_ORIGINAL, 1L));
    }

    @Test
    void shouldTellNobodyAboutMulticastThatDoesNotFit() {
        final byte[] frame =
                ethernet(BROADCAST, A_MAC, 0x0800, ipv4(0, DONT_FRAGMENT, 64, 17, A_IP, -1, new byte[1480]));
        assertThat(lab.pass(lab.a, frame, lab.fabric)).isEmpty();
        assertThat(lab.a.receive()).isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.CLONED_ORIGINAL, 1L, DropReason.MCAST_DF_BIT, 3L));
    }

    @Test
    void shouldDropAFrameThatIsTooLongAndNoSoundIpPacket() {
        assertThat(lab.pass(lab.a, ethernet(FAR_UDP_MAC, A_MAC, 0x9999, new byte[1480]), lab.fabric))
                .isEmpty();
        final byte[] wrongSum = Way.BRIDGED_UDP.v4(1500, 0);
        wrongSum[24] ^= 1;
        assertThat(lab.pass(lab.a, wrongSum, lab.fabric))
                .as("cutting would mend it")
                .isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.FRAGMENTATION_NEEDED, 2L));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ROUTED, 1420", "BRIDGED, 1398", "TAGGED, 1394"})
    void shouldLowerTheMssByWhatTheTunnelNeeds(final String way, final int mss) {
        final long mac = way.equals("ROUTED") ? ROUTER_MAC : FAR_UDP_MAC;
        final byte[] plain = ethernet(mac, A_MAC, 0x0800, ipv4(0, 0, 64, 6, A_IP, FAR_UDP, syn(A_IP, FAR_UDP, 1460)));
        final byte[] sent = lab.pass(lab.a, way.equals("TAGGED") ? tagged(0x8100, 5, plain) : plain, lab.fabric)
                .getFirst();
        final byte[] segment = slice(sent, sent.length - 24, 24);
        assertThat(shortAt(segment, 22)).isEqualTo(mss);
        assertThat(tcpChecksum(segment, A_IP, FAR_UDP)).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ROUTED, 1400", "BRIDGED, 1378"})
    void shouldLowerTheMssOverIpv6(final String way, final int mss) {
        final byte[] packet = ipv6(6, 64, 4, six(FAR_UDP), syn(0, 0, 1440));
        ByteBuffer.wrap(packet).putShort(40 + 16, (short) 0).putShort(40 + 16, (short) Overlay.checksum6(packet, 6));
        final byte[] sent = lab.pass(
                        lab.a,
                        ethernet(way.equals("ROUTED") ? ROUTER_MAC : FAR_UDP_MAC, A_MAC, 0x86dd, packet),
                        lab.fabric)
                .getFirst();
        final byte[] inner = slice(sent, sent.length - 64, 64);
        assertThat(shortAt(inner, 62)).isEqualTo(mss);
        assertThat(Overlay.checksum6(inner, 6)).isZero();
    }

    @Test
    void shouldLowerTheMssOfWhatATunnelBrings() {
        final byte[] four = ipv4(0, 0, 63, 6, FAR_UDP, A_IP, syn(FAR_UDP, A_IP, 8960));
        final byte[] packet = lab.pass(
                        lab.fabric, Overlay.mplsOverGre(BridgedNode.BY_GRE, BridgedNode.LABEL_PACKET, four), lab.a)
                .getFirst();
        assertThat(shortAt(packet, 34 + 22)).isEqualTo(1420);
        final byte[] frame = ethernet(A_MAC, FAR_UDP_MAC, 0x0800, four);
        final byte[] bridged = lab.pass(
                        lab.fabric, Overlay.mplsOverUdp(BridgedNode.BY_UDP, BridgedNode.LABEL_FRAME, frame), lab.a)
                .getFirst();
        assertThat(shortAt(bridged, 34 + 22)).isEqualTo(1398);
        assertThat(tcpChecksum(slice(bridged, 34, 24), FAR_UDP, A_IP)).isZero();
        final byte[] vxlan = lab.pass(lab.fabric, Overlay.vxlan(BridgedNode.BY_VXLAN, BridgedNode.VNI, frame), lab.a)
                .getFirst();
        assertThat(shortAt(vxlan, 34 + 22)).as("by VXLAN").isEqualTo(1398);
    }

    @Test
    void shouldEndPacketsWhoseTimeRanOut() {
        final byte[] four = ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 1, 17, A_IP, FAR_UDP, new byte[20]));
        final byte[] six = ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(17, 1, 4, six(FAR_UDP), new byte[20]));
        for (final byte[] frame : List.of(four, six)) {
            assertThat(lab.pass(lab.a, frame, lab.agent)).singleElement().satisfies(trapped -> {
                assertThat(shortAt(trapped, 14 + 4)).as("ZERO_TTL").isEqualTo(12);
                assertThat(slice(trapped, 44, trapped.length - 44)).isEqualTo(frame);
            });
        }
        lab.node.lcore.removeVif(Vif.AGENT_INDEX);
        final byte[] exceeded = lab.pass(lab.a, four, lab.a).getFirst();
        assertThat(intAt(exceeded, 34) >>> 16).as("time exceeded").isEqualTo(0x0b00);
        assertThat(slice(exceeded, 42, 28)).isEqualTo(slice(four, 14, 28));
        final byte[] exceeded6 = lab.pass(lab.a, six, lab.a).getFirst();
        assertThat(shortAt(exceeded6, 54)).isEqualTo(0x0300);
        assertThat(slice(exceeded6, 62, 60)).isEqualTo(slice(six, 14, 60));
        assertThat(Overlay.checksum6(slice(exceeded6, 14, exceeded6.length - 14), 58))
                .isZero();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.TTL_EXCEEDED, 2L));
    }

    @Test
    void shouldBridgeWhateverTheTtl() {
        final byte[] frame = ethernet(FAR_UDP_MAC, A_MAC, 0x0800, ipv4(0, 0, 0, 17, A_IP, FAR_UDP, new byte[9]));
        final byte[] sent = lab.pass(lab.a, frame, lab.fabric).getFirst();
        assertThat(Arrays.copyOfRange(sent, 46, sent.length)).isEqualTo(frame);
    }

    @Test
    void shouldCountLabelsAndControlWordsIn() {
        lab.tunnel(
                BridgedNode.UDP,
                Nexthop.FLAG_TUNNEL_UDP_MPLS | Nexthop.FLAG_TUNNEL_MPLS_OVER_MPLS,
                BridgedNode.BY_UDP,
                new NexthopDetails(new int[0], new int[0], 0, 0, 7));
        lab.pass(lab.a, Way.UDP.v4(1465, DONT_FRAGMENT), lab.fabric);
        assertThat(intAt(lab.agent.receive().getFirst(), 14 + 6)).isEqualTo(1464);
        lab.tunnel(BridgedNode.UDP, Nexthop.FLAG_TUNNEL_UDP_MPLS | Nexthop.FLAG_L2_CONTROL_DATA, BridgedNode.BY_UDP);
        lab.pass(lab.a, Way.BRIDGED_UDP.v4(1451, DONT_FRAGMENT), lab.fabric);
        assertThat(intAt(lab.agent.receive().getFirst(), 14 + 6)).isEqualTo(1450);
    }
}
