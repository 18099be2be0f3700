// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_GRE;
import static net.vireo.vrouter.graph.BridgedNode.FAR_GRE_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN_MAC;
import static net.vireo.vrouter.graph.BridgedNode.six;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.hex;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.shortAt;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopDetails;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every encapsulation of sheet 2.8, byte for byte; only the UDP source port, a hash, is taken from the frame. */
class EncapsulationTest {
    private static final String ETHERNET = "02000000f002 02000000f001 0800";
    private static final int SOURCE_PORT = 34;
    private static final byte[] PAYLOAD = udp(1000, 2000, new byte[] {1, 2, 3, 4, 5});

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        lab.close();
    }

    private byte[] sent(final byte[] frame) {
        final List<byte[]> frames = lab.pass(lab.a, frame, lab.fabric);
        assertThat(lab.drops()).isEmpty();
        assertThat(frames).hasSize(1);
        return frames.getFirst();
    }

    private static byte[] v4(final int destination) {
        return ipv4(0, 0, 64, 17, A_IP, destination, PAYLOAD);
    }

    private static byte[] routed(final byte[] ipv4) {
        return ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4);
    }

    private static byte[] v6(final int destination) {
        return ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(17, 64, 4, six(destination), PAYLOAD));
    }

    private static byte[] bridged(final long mac) {
        return ethernet(mac, A_MAC, 0x0800, v4(FAR_UDP));
    }

    /** The guest's packet after it was routed. */
    private static byte[] after4(final int destination) {
        return ipv4(0, 0, 63, 17, A_IP, destination, PAYLOAD);
    }

    private static byte[] after6(final int destination) {
        return ipv6(17, 63, 4, six(destination), PAYLOAD);
    }

    /** The port that the flow chose; it must be an ephemeral one. */
    private static String port(final byte[] frame) {
        assertThat(shortAt(frame, SOURCE_PORT)).isBetween(49152, 65535);
        return "%04x".formatted(shortAt(frame, SOURCE_PORT));
    }

    @Test
    void shouldPutAPacketInMplsOverUdp() {
        final byte[] frame = sent(routed(v4(FAR_UDP)));
        assertThat(frame)
                .isEqualTo(join(
                        hex(ETHERNET, "4500 0041 0000 0000 4011 66aa 0a000001 0a000002"),
                        hex(port(frame), "19eb 002d 0000", "0010213f"),
                        after4(FAR_UDP)));
    }

    @Test
    void shouldPutIpv6InMplsOverUdp() {
        final byte[] frame = sent(v6(FAR_UDP));
        assertThat(frame)
                .isEqualTo(join(
                        hex(ETHERNET, "4500 0055 0800 0000 4011 5e96 0a000001 0a000002"),
                        hex(port(frame), "19eb 0041 0000", "0010213f"),
                        after6(FAR_UDP)));
    }

    @Test
    void shouldPutAPacketInMplsOverGreWithItsOwnIdentification() {
        assertThat(sent(routed(v4(FAR_GRE))))
                .isEqualTo(join(
                        hex(ETHERNET, "4500 003d 1234 0000 402f 545b 0a000001 0a000003"),
                        hex("0000 8847", "0010313f"),
                        after4(FAR_GRE)));
    }

    @Test
    void shouldPutIpv6InMplsOverGre() {
        assertThat(sent(v6(FAR_GRE)))
                .isEqualTo(join(
                        hex(ETHERNET, "4500 0051 0800 0000 402f 5e7b 0a000001 0a000003"),
                        hex("0000 8847", "0010313f"),
                        after6(FAR_GRE)));
    }

    @Test
    void shouldGiveARoutedPacketInVxlanAnEthernetHeader() {
        final byte[] frame = sent(routed(v4(FAR_VXLAN)));
        assertThat(frame)
                .isEqualTo(join(
                        hex(ETHERNET, "4500 0053 0400 0000 4011 6296 0a000001 0a000004"),
                        hex(port(frame), "12b5 003f 0000", "08000000 00004d00"),
                        hex("00005e000100 00005e000100 0800"),
                        after4(FAR_VXLAN)));
    }

    @Test
    void shouldAddressRoutedVxlanToTheFarRouter() {
        lab.tunnel(
                BridgedNode.VXLAN,
                Nexthop.FLAG_TUNNEL_VXLAN | Nexthop.FLAG_L3_VXLAN,
                BridgedNode.BY_VXLAN,
                new NexthopDetails(new int[0], new int[0], 0, 0x0200000000ffL, NexthopDetails.NO_LABEL));
        final byte[] frame = sent(v6(FAR_VXLAN));
        assertThat(frame)
                .isEqualTo(join(
                        hex(ETHERNET, "4500 0067 0800 0000 4011 5e82 0a000001 0a000004"),
                        hex(port(frame), "12b5 0053 0000", "08000000 00004d00"),
                        hex("0200000000ff 00005e000100 86dd"),
                        after6(FAR_VXLAN)));
    }

    @Test
    void shouldPutAFrameInMplsOverUdp() {
        final byte[] frame = sent(bridged(FAR_UDP_MAC));
        assertThat(frame)
                .isEqualTo(join(
                        hex(ETHERNET, "4500 004f 0800 0000 4011 5e9c 0a000001 0a000002"),
                        hex(port(frame), "19eb 003b 0000", "00102140"),
                        bridged(FAR_UDP_MAC)));
    }

    @Test
    void shouldPutAControlWordBeforeAFrameWhereTheNexthopAsks() {
        lab.tunnel(BridgedNode.UDP, Nexthop.FLAG_TUNNEL_UDP_MPLS | Nexthop.FLAG_L2_CONTROL_DATA, BY_UDP);
        final byte[] frame = sent(bridged(FAR_UDP_MAC));
        assertThat(frame)
                .isEqualTo(join(
                        hex(ETHERNET, "4500 0053 0800 0000 4011 5e98 0a000001 0a000002"),
                        hex(port(frame), "19eb 003f 0000", "00102140", "00000000"),
                        bridged(FAR_UDP_MAC)));
    }

    @Test
    void shouldPutAFrameInMplsOverGre() {
        assertThat(sent(bridged(FAR_GRE_MAC)))
                .isEqualTo(join(
                        hex(ETHERNET, "4500 004b 0800 0000 402f 5e81 0a000001 0a000003"),
                        hex("0000 8847", "00103140"),
                        bridged(FAR_GRE_MAC)));
    }

    @Test
    void shouldPutAFrameInVxlanAsItIs() {
        final byte[] frame = sent(bridged(FAR_VXLAN_MAC));
        assertThat(frame)
                .isEqualTo(join(
                        hex(ETHERNET, "4500 0053 0800 0000 4011 5e96 0a000001 0a000004"),
                        hex(port(frame), "12b5 003f 0000", "08000000 00004d00"),
                        bridged(FAR_VXLAN_MAC)));
    }

    @Test
    void shouldPutATransportLabelInFront() {
        lab.tunnel(
                BridgedNode.UDP,
                Nexthop.FLAG_TUNNEL_UDP_MPLS | Nexthop.FLAG_TUNNEL_MPLS_OVER_MPLS,
                BY_UDP,
                new NexthopDetails(new int[0], new int[0], 0, 0, 0xabcde));
        final byte[] frame = sent(routed(v4(FAR_UDP)));
        assertThat(frame)
                .isEqualTo(join(
                        hex(ETHERNET, "4500 0045 0800 0000 4011 5ea6 0a000001 0a000002"),
                        hex(port(frame), "19eb 0031 0000", "abcde03f", "0010213f"),
                        after4(FAR_UDP)));
    }

    @Test
    void shouldFollowAnIndirectNexthop() {
        lab.node.tables.putNexthop(new Nexthop(
                50,
                Nexthop.TYPE_TUNNEL,
                Nexthop.FAMILY_INET,
                Nexthop.FLAG_VALID | Nexthop.FLAG_INDIRECT,
                0,
                Nexthop.NO_VIF,
                0,
                0,
                new byte[0],
                NexthopDetails.members(new int[] {BridgedNode.GRE}, new int[] {0x345})));
        lab.route(FAR_UDP, 50, -1, 0, 0);
        assertThat(shortAt(sent(routed(v4(FAR_UDP))), 38)).as("its own label").isEqualTo(0x0034);
    }

    @Test
    void shouldCopyCongestionMarksOutButNotTheDscp() {
        for (final int address : List.of(FAR_UDP, FAR_GRE, FAR_VXLAN)) {
            final byte[] marked = sent(routed(ipv4(0xb9, 0, 64, 17, A_IP, address, PAYLOAD)));
            assertThat(marked[15]).as("ECT(1) of DSCP 46").isEqualTo((byte) 1);
            final byte[] six = sent(ethernet(
                    ROUTER_MAC,
                    A_MAC,
                    0x86dd,
                    ipv6(0xba, 17, 64, Overlay.PREFIX, 4, Overlay.PREFIX, six(address), PAYLOAD)));
            assertThat(six[15]).as("ECT(0)").isEqualTo((byte) 2);
        }
    }

    @Test
    void shouldKeepTheFlowsPortAndSpreadFlows() {
        final Set<Integer> ports = new HashSet<>();
        for (int flow = 0; flow < 32; flow++) {
            final byte[] payload = udp(1000 + flow, 2000, new byte[4]);
            for (final byte[] frame : List.of(
                    routed(ipv4(0, 0, 64, 17, A_IP, FAR_VXLAN, payload)),
                    ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(17, 64, 4, six(FAR_UDP), payload)),
                    ethernet(FAR_UDP_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, payload)),
                    ethernet(FAR_UDP_MAC, A_MAC, 0x9999, payload))) {
                final int first = shortAt(sent(frame), SOURCE_PORT);
                assertThat(shortAt(sent(frame), SOURCE_PORT)).isEqualTo(first);
                ports.add(first);
            }
        }
        assertThat(ports).as("32 flows three times, and one that has no ports").hasSizeGreaterThan(90);
    }

    @Test
    void shouldNeverUseAnIdentificationTwiceInARow() {
        final int first = shortAt(sent(bridged(FAR_GRE_MAC)), 18);
        assertThat(shortAt(sent(bridged(FAR_GRE_MAC)), 18)).isEqualTo(first + 1);
    }
}
