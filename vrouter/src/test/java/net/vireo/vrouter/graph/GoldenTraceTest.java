// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_GRE;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.BY_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.B_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_GRE_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_PACKET;
import static net.vireo.vrouter.graph.BridgedNode.VNI;
import static net.vireo.vrouter.graph.BridgedNode.six;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.mplsOverGre;
import static net.vireo.vrouter.graph.Overlay.mplsOverUdp;
import static net.vireo.vrouter.graph.Overlay.vxlan;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.vireo.packet.Ipv4Address;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.trace.TraceStep;
import net.vireo.vrouter.trace.Traces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The deck's "vRouter Packet processing" (p5): one packet from a guest and one from the fabric, bridged and routed, with
 * what each stage found. A line is a node's name, then what is known when it is done.
 */
class GoldenTraceTest {
    private static final byte[] PAYLOAD = new byte[20];
    private static final byte[] INNER = ipv4(0, 0, 63, 17, FAR_UDP, A_IP, PAYLOAD);

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        lab.close();
    }

    private String walk(final Peer from, final byte[] frame) {
        final int session = lab.node.traces.arm(Traces.ANY_VIF, 1);
        from.send(frame);
        lab.node.settle();
        final ByteBuffer steps =
                ByteBuffer.wrap(lab.node.traces.fetch(session, 0).steps());
        final StringBuilder text = new StringBuilder();
        for (int at = 0; at < steps.limit(); at += TraceStep.LENGTH_BYTES) {
            text.append(line(steps, at)).append('\n');
        }
        return text.toString();
    }

    private String line(final ByteBuffer steps, final int at) {
        final StringBuilder line = new StringBuilder(
                "%-15s".formatted(lab.node.counters.nodeNames().get(steps.getShort(at))));
        line.append(" vif ").append(steps.getInt(at + 8));
        append(line, " to ", steps.getInt(at + 12));
        append(line, " vrf ", steps.getInt(at + 16));
        append(line, " nh ", steps.getInt(at + 20));
        append(line, " label ", steps.getInt(at + 24));
        if (steps.getInt(at + 32) >= 0) {
            line.append(" route ")
                    .append(Ipv4Address.format(steps.getInt(at + 28)))
                    .append('/')
                    .append(steps.getInt(at + 32));
        }
        line.append(" bytes ").append(steps.getInt(at + 36));
        if (steps.getShort(at + 2) == (short) TraceStep.DROPPED) {
            line.append(" DROP ").append(DropReason.at(steps.getShort(at + 4)));
        }
        return line.toString();
    }

    private static void append(final StringBuilder line, final String name, final int value) {
        if (value >= 0) {
            line.append(name).append(value);
        }
    }

    @Test
    void shouldRouteAGuestsPacketIntoItsTunnel() {
        assertThat(walk(lab.a, ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, PAYLOAD))))
                .isEqualTo("""
                        vif-input       vif 3 vrf 1 bytes 54
                        guest-input     vif 3 vrf 1 bytes 54
                        route-lookup    vif 3 vrf 1 nh 24 label 258 route 120.0.1.2/32 bytes 54
                        encap-mplsudp   vif 3 to 0 vrf 1 nh 24 label 258 route 120.0.1.2/32 bytes 86
                        """);
    }

    @Test
    void shouldBridgeAGuestsFrameIntoItsTunnel() {
        assertThat(walk(lab.a, ethernet(FAR_GRE_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, PAYLOAD))))
                .isEqualTo("""
                        vif-input       vif 3 vrf 1 bytes 54
                        guest-input     vif 3 vrf 1 bytes 54
                        guest-bridge    vif 3 vrf 1 nh 25 label 259 bytes 54
                        nexthop         vif 3 to 0 vrf 1 nh 25 label 259 bytes 54
                        encap-tunnel    vif 3 to 0 vrf 1 nh 25 label 259 bytes 96
                        """);
    }

    @Test
    void shouldBridgeAGuestsFrameToAGuestHere() {
        assertThat(walk(lab.a, ethernet(B_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, PAYLOAD))))
                .isEqualTo("""
                        vif-input       vif 3 vrf 1 bytes 54
                        guest-input     vif 3 vrf 1 bytes 54
                        guest-bridge    vif 3 to 4 vrf 1 nh 31 bytes 54
                        """);
    }

    @Test
    void shouldLookCloselyAtAGuestsOtherFrames() {
        assertThat(walk(lab.a, ethernet(B_MAC, A_MAC, 0x9999, PAYLOAD))).isEqualTo("""
                        vif-input       vif 3 vrf 1 bytes 34
                        guest-input     vif 3 vrf 1 bytes 34
                        guest-bridge    vif 3 vrf 1 bytes 34
                        guest-sort      vif 3 vrf 1 bytes 34
                        bridge-input    vif 3 vrf 1 nh 31 bytes 34
                        nexthop         vif 3 to 4 vrf 1 nh 31 bytes 34
                        vif-output      vif 3 to 4 vrf 1 nh 31 bytes 34
                        port-tx         vif 3 to 4 vrf 1 nh 31 bytes 34
                        """);
    }

    @Test
    void shouldRouteAGuestsIpv6() {
        assertThat(walk(lab.a, ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(17, 64, 4, six(FAR_VXLAN), PAYLOAD))))
                .isEqualTo("""
                        vif-input       vif 3 vrf 1 bytes 74
                        guest-input     vif 3 vrf 1 bytes 74
                        guest-sort      vif 3 vrf 1 bytes 74
                        ip6-input       vif 3 vrf 1 bytes 74
                        route-lookup-6  vif 3 vrf 1 nh 26 label 77 route 0.0.0.0/128 bytes 74
                        nexthop         vif 3 to 0 vrf 1 nh 26 label 77 route 0.0.0.0/128 bytes 74
                        encap-tunnel    vif 3 to 0 vrf 1 nh 26 label 77 route 0.0.0.0/128 bytes 124
                        """);
    }

    @Test
    void shouldRouteWhatComesByMplsOverUdp() {
        assertThat(walk(lab.fabric, mplsOverUdp(BY_UDP, LABEL_PACKET, INNER))).isEqualTo("""
                        vif-input       vif 0 vrf 0 bytes 86
                        fabric-input    vif 0 vrf 0 bytes 86
                        mpls-input      vif 0 vrf 1 nh 33 label 16 bytes 40
                        encap-rewrite   vif 0 to 3 vrf 1 nh 33 label 16 bytes 54
                        """);
    }

    @Test
    void shouldRouteWhatComesByMplsOverGre() {
        assertThat(walk(lab.fabric, mplsOverGre(BY_GRE, LABEL_PACKET, INNER))).isEqualTo("""
                        vif-input       vif 0 vrf 0 bytes 82
                        fabric-input    vif 0 vrf 0 bytes 82
                        ethernet-input  vif 0 vrf 0 bytes 82
                        ip-input        vif 0 vrf 0 bytes 82
                        route-lookup    vif 0 vrf 0 nh 21 label 0 route 10.0.0.1/32 bytes 82
                        nexthop         vif 0 to 1 vrf 0 nh 21 label 0 route 10.0.0.1/32 bytes 82
                        receive         vif 0 to 1 vrf 0 nh 21 label 0 route 10.0.0.1/32 bytes 82
                        gre-input       vif 0 to 1 vrf 0 nh 21 label 0 route 10.0.0.1/32 bytes 44
                        label-input     vif 0 to 1 vrf 1 nh 33 label 16 bytes 40
                        decap-input     vif 0 to 1 vrf 1 nh 33 label 16 bytes 40
                        nexthop         vif 0 to 3 vrf 1 nh 33 label 16 bytes 40
                        encap-rewrite   vif 0 to 3 vrf 1 nh 33 label 16 bytes 54
                        """);
    }

    @Test
    void shouldBridgeWhatComesByVxlan() {
        assertThat(walk(lab.fabric, vxlan(BY_VXLAN, VNI, ethernet(A_MAC, FAR_UDP_MAC, 0x0800, INNER))))
                .isEqualTo("""
                        vif-input       vif 0 vrf 0 bytes 104
                        fabric-input    vif 0 vrf 0 bytes 104
                        ethernet-input  vif 0 vrf 0 bytes 104
                        ip-input        vif 0 vrf 0 bytes 104
                        route-lookup    vif 0 vrf 0 nh 21 label 0 route 10.0.0.1/32 bytes 104
                        nexthop         vif 0 to 1 vrf 0 nh 21 label 0 route 10.0.0.1/32 bytes 104
                        receive         vif 0 to 1 vrf 0 nh 21 label 0 route 10.0.0.1/32 bytes 104
                        vxlan-input     vif 0 to 1 vrf 1 nh 36 label 77 bytes 54
                        nexthop         vif 0 vrf 1 nh 36 label 77 bytes 54
                        bridge-input    vif 0 vrf 1 nh 30 bytes 54
                        nexthop         vif 0 to 3 vrf 1 nh 30 bytes 54
                        vif-output      vif 0 to 3 vrf 1 nh 30 bytes 54
                        port-tx         vif 0 to 3 vrf 1 nh 30 bytes 54
                        """);
    }

    @Test
    void shouldRouteWhatComesByVxlanForTheRouter() {
        assertThat(walk(lab.fabric, vxlan(BY_VXLAN, VNI, ethernet(ROUTER_MAC, FAR_UDP_MAC, 0x0800, INNER))))
                .isEqualTo("""
                        vif-input       vif 0 vrf 0 bytes 104
                        fabric-input    vif 0 vrf 0 bytes 104
                        ethernet-input  vif 0 vrf 0 bytes 104
                        ip-input        vif 0 vrf 0 bytes 104
                        route-lookup    vif 0 vrf 0 nh 21 label 0 route 10.0.0.1/32 bytes 104
                        nexthop         vif 0 to 1 vrf 0 nh 21 label 0 route 10.0.0.1/32 bytes 104
                        receive         vif 0 to 1 vrf 0 nh 21 label 0 route 10.0.0.1/32 bytes 104
                        vxlan-input     vif 0 to 1 vrf 1 nh 36 label 77 bytes 54
                        nexthop         vif 0 vrf 1 nh 36 label 77 bytes 54
                        bridge-input    vif 0 vrf 1 nh 35 bytes 54
                        nexthop         vif 0 vrf 1 nh 35 bytes 54
                        ip-input        vif 0 vrf 1 nh 35 bytes 54
                        route-lookup    vif 0 vrf 1 nh 33 route 120.0.0.4/32 bytes 54
                        encap-rewrite   vif 0 to 3 vrf 1 nh 33 route 120.0.0.4/32 bytes 54
                        """);
    }
}
