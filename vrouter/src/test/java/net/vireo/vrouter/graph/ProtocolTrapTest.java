// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_PACKET;
import static net.vireo.vrouter.graph.BridgedNode.VRF;
import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.hex;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.slice;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.ints;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.join;
import static net.vireo.vrouter.graph.Overlay.mplsOverUdp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the agent gets, with the header of sheet 5.4 byte for byte: sheet 2.3, 2.5. */
class ProtocolTrapTest {
    private static final String TO_AGENT = "00005e000100 00005e000100 0800";
    private static final String NO_PARAMETERS = "00000000 00000000 00000000 00000000 00 000000";

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        lab.close();
    }

    private static byte[] dhcp() {
        return ethernet(BROADCAST, A_MAC, 0x0800, ipv4(0, 0, 64, 17, 0, -1, udp(68, 67, new byte[300])));
    }

    private static byte[] dhcp6() {
        return ethernet(
                0x333300010002L,
                A_MAC,
                0x86dd,
                ipv6(0, 17, 1, 0xfe80000000000000L, 4, 0xff02000000000000L, 0x10002, udp(546, 547, new byte[20])));
    }

    private static byte[] igmp() {
        return ethernet(0x01005e000016L, A_MAC, 0x0800, ipv4(0, 0, 1, 2, A_IP, 0xe0000016, ints(0x2200f9fd, 1)));
    }

    private void assertTrapped(final byte[] frame, final String header) {
        assertThat(lab.pass(lab.a, frame, lab.agent)).containsExactly(join(hex(TO_AGENT, header), frame));
        assertThat(lab.b.receive()).as("nobody else's").isEmpty();
        assertThat(lab.fabric.receive()).isEmpty();
    }

    @Test
    void shouldHandDhcpToTheAgentOfAVifThatAsksForIt() {
        lab.flags(A, Vif.FLAG_DHCP);
        assertTrapped(dhcp(), "0003 0001 0007 00000003" + NO_PARAMETERS);
        assertTrapped(dhcp6(), "0003 0001 0007 00000003" + NO_PARAMETERS);
        assertThat(lab.node.counters.lcore(0, LcoreCounter.TRAPPED)).isEqualTo(2);
    }

    @Test
    void shouldHandIgmpToTheAgentOfAVifThatAsksForIt() {
        lab.flags(A, Vif.FLAG_IGMP);
        assertTrapped(igmp(), "0003 0001 0007 00000003" + NO_PARAMETERS);
    }

    @Test
    void shouldFloodThemWhereNobodyAsks() {
        for (final byte[] frame : List.of(dhcp(), dhcp6(), igmp())) {
            assertThat(lab.pass(lab.a, frame, lab.agent)).isEmpty();
            assertThat(lab.b.receive()).containsExactly(frame);
        }
    }

    @Test
    void shouldFloodWhatOnlyLooksLikeDhcp() {
        lab.flags(A, Vif.FLAG_DHCP);
        final byte[] fragment =
                ethernet(BROADCAST, A_MAC, 0x0800, ipv4(0, 0x0010, 64, 17, A_IP, -1, udp(68, 67, new byte[300])));
        final byte[] server =
                ethernet(BROADCAST, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, -1, udp(67, 68, new byte[300])));
        final byte[] unicast = ethernet(
                BridgedNode.B_MAC,
                A_MAC,
                0x0800,
                ipv4(0, 0, 64, 17, A_IP, BridgedNode.B_IP, udp(68, 67, new byte[300])));
        for (final byte[] frame : List.of(fragment, server, unicast)) {
            assertThat(lab.pass(lab.a, frame, lab.agent)).isEmpty();
            assertThat(lab.b.receive()).containsExactly(frame);
        }
    }

    @Test
    void shouldHandOverAllOfWhatANexthopLeadsToTheAgent() {
        lab.encap(50, Nexthop.FAMILY_INET, 0, Vif.AGENT_INDEX, ROUTER_MAC);
        lab.node.tables.putRoute(VRF, new Route(0x780000fe, 32, 50, 0, 0));
        final byte[] shortOne =
                ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, 0x780000fe, udp(1, 53, new byte[30])));
        assertTrapped(shortOne, "0003 0001 0004 00000032" + NO_PARAMETERS);
        final byte[] longOne = ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, 0x780000fe, new byte[600]));
        assertThat(lab.pass(lab.a, longOne, lab.agent))
                .containsExactly(join(hex(TO_AGENT, "0003 0001 0004 00000032" + NO_PARAMETERS), longOne));
    }

    @Test
    void shouldAskTheAgentToResolve() {
        lab.node.tables.putNexthop(new Nexthop(
                51, Nexthop.TYPE_RESOLVE, Nexthop.FAMILY_INET, Nexthop.FLAG_VALID, VRF, A, 0, 0, new byte[0]));
        lab.node.tables.putRoute(VRF, new Route(0x79000000, 8, 51, 0, 0));
        lab.a.send(ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, 0x79000001, new byte[9])));
        lab.node.settle();
        final byte[] trapped = lab.agent.receive().getFirst();
        assertThat(slice(trapped, 14, 10)).as("RESOLVE").isEqualTo(hex("0003 0001 0005 00000033"));
        assertThat(lab.vrf(VrfCounter.RESOLVED)).isEqualTo(1);
    }

    @Test
    void shouldGiveAnEthernetHeaderToWhatComesOutOfATunnel() {
        lab.encap(50, Nexthop.FAMILY_INET, 0, Vif.AGENT_INDEX, ROUTER_MAC);
        lab.node.tables.putLabel(LABEL_PACKET, 50);
        final byte[] four = ipv4(0, 0, 63, 17, BridgedNode.FAR_UDP, A_IP, new byte[20]);
        final byte[] six = ipv6(17, 63, 0x102, 4, new byte[20]);
        lab.fabric.send(mplsOverUdp(BY_UDP, LABEL_PACKET, four));
        lab.fabric.send(mplsOverUdp(BY_UDP, LABEL_PACKET, six));
        lab.node.settle();
        final String header = "0000 0001 0004 00000032" + NO_PARAMETERS;
        assertThat(lab.agent.receive())
                .containsExactly(
                        join(hex(TO_AGENT, header, "00005e000100 00005e000100 0800"), four),
                        join(hex(TO_AGENT, header, "00005e000100 00005e000100 86dd"), six));
    }

    @Test
    void shouldLeaveTheEthernetHeaderOfAFrameOutOfATunnelThatIsForTheRouter() {
        lab.encap(50, Nexthop.FAMILY_INET, 0, Vif.AGENT_INDEX, ROUTER_MAC);
        lab.node.tables.putRoute(VRF, new Route(0x780000fe, 32, 50, 0, 0));
        final byte[] frame = ethernet(
                ROUTER_MAC,
                BridgedNode.FAR_VXLAN_MAC,
                0x0800,
                ipv4(0, 0, 64, 17, BridgedNode.FAR_VXLAN, 0x780000fe, udp(1, 53, new byte[30])));
        lab.fabric.send(Overlay.vxlan(BridgedNode.BY_VXLAN, BridgedNode.VNI, frame));
        lab.node.settle();
        final byte[] trapped = lab.agent.receive().getFirst();
        assertThat(slice(trapped, 44, trapped.length - 44)).isEqualTo(frame);
    }
}
