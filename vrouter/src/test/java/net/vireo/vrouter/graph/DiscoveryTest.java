// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.B_IP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN_MAC;
import static net.vireo.vrouter.graph.BridgedNode.VNI;
import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.arp;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Overlay.ALL_NODES_MAC;
import static net.vireo.vrouter.graph.Overlay.PREFIX;
import static net.vireo.vrouter.graph.Overlay.icmp6;
import static net.vireo.vrouter.graph.Overlay.ints;
import static net.vireo.vrouter.graph.Overlay.join;
import static net.vireo.vrouter.graph.Overlay.solicitation;
import static net.vireo.vrouter.graph.Overlay.vxlan;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Neighbour discovery that is no plain question (sheet 2.4), and what vifs teach that learn (sheet 2.2, step 2). */
class DiscoveryTest {
    private static final long LINK_LOCAL = 0xfe80000000000000L;
    private static final long ALL_NODES = 0xff02000000000000L;

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        lab.close();
    }

    private int trapReason() {
        final byte[] frame = lab.agent.receive().getFirst();
        return Frames.shortAt(frame, 14 + 4);
    }

    @Test
    void shouldFloodDuplicateAddressDetectionWhateverTheRouteSays() {
        lab.route(B_IP, BridgedNode.B_ROUTED, -1, Route.FLAG_ARP_PROXY, 0);
        final byte[] probe = ethernet(0x3333ff000005L, A_MAC, 0x86dd, solicitation(A_MAC, 0, 5));
        assertThat(lab.pass(lab.a, probe, lab.b)).containsExactly(probe);
        assertThat(lab.a.receive()).isEmpty();
    }

    @Test
    void shouldHandRouterSolicitationsToTheAgent() {
        final byte[] message = join(ints(133 << 24, 0));
        lab.a.send(ethernet(0x333300000002L, A_MAC, 0x86dd, icmp6(LINK_LOCAL, 4, ALL_NODES, 2, message)));
        lab.node.settle();
        assertThat(trapReason()).as("L3_PROTOCOLS").isEqualTo(7);
        assertThat(lab.b.receive()).isEmpty();
    }

    @Test
    void shouldLetNoGuestAnnounceItselfAsARouter() {
        final byte[] packet = icmp6(LINK_LOCAL, 4, ALL_NODES, 1, join(ints(134 << 24, 0, 0, 0)));
        assertThat(lab.pass(lab.a, ethernet(ALL_NODES_MAC, A_MAC, 0x86dd, packet), lab.b))
                .isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.ROGUE_ROUTER_ADVERTISEMENT, 1L));
        final byte[] frame = ethernet(ALL_NODES_MAC, FAR_VXLAN_MAC, 0x86dd, packet);
        assertThat(lab.pass(lab.fabric, vxlan(BY_VXLAN, VNI, frame), lab.b))
                .as("a router of the network, behind another node")
                .containsExactly(frame);
    }

    @Test
    void shouldRefuseAMalformedSolicitation() {
        final byte[] packet = solicitation(A_MAC, 4, 5);
        packet[7] = (byte) 254;
        lab.a.send(ethernet(0x3333ff000005L, A_MAC, 0x86dd, packet));
        final byte[] wrongSum = solicitation(A_MAC, 4, 5);
        wrongSum[42] ^= 1;
        lab.a.send(ethernet(0x3333ff000005L, A_MAC, 0x86dd, wrongSum));
        lab.node.settle();
        assertThat(lab.drops()).as("hop limit, checksum").isEqualTo(Map.of(DropReason.INVALID_ARP, 2L));
    }

    @Test
    void shouldHandAnUnknownPairOfMacAndAddressToTheAgent() {
        lab.flags(A, Vif.FLAG_MAC_IP_LEARNING);
        final byte[] known = ethernet(BROADCAST, A_MAC, 0x0806, arp(1, A_MAC, A_IP, 0, B_IP));
        assertThat(lab.pass(lab.a, known, lab.b)).as("the route has this MAC").hasSize(1);
        final byte[] another = ethernet(BROADCAST, A_MAC, 0x0806, arp(1, A_MAC, 0x78000077, 0, B_IP));
        assertThat(lab.pass(lab.a, another, lab.b)).isEmpty();
        assertThat(trapReason()).as("MAC_IP_LEARNING").isEqualTo(19);
        final byte[] probe = ethernet(BROADCAST, A_MAC, 0x0806, arp(1, A_MAC, 0, 0, B_IP));
        assertThat(lab.pass(lab.a, probe, lab.b)).as("no address yet").hasSize(1);
        final byte[] six = ethernet(0x3333ff000005L, A_MAC, 0x86dd, solicitation(A_MAC, 0x77, 5));
        assertThat(lab.pass(lab.a, six, lab.b)).isEmpty();
        assertThat(trapReason()).isEqualTo(19);
        final byte[] six4 = ethernet(0x3333ff000005L, A_MAC, 0x86dd, solicitation(A_MAC, 4, 5));
        assertThat(lab.pass(lab.a, six4, lab.b)).hasSize(1);
    }

    @Test
    void shouldTakeTheMacOfTheNexthopWhenTheRouteNamesNone() {
        lab.flags(A, Vif.FLAG_MAC_IP_LEARNING);
        lab.route(A_IP, BridgedNode.A_ROUTED, -1, 0, 0);
        final byte[] own = ethernet(BROADCAST, A_MAC, 0x0806, arp(1, A_MAC, A_IP, 0, B_IP));
        assertThat(lab.pass(lab.a, own, lab.b)).hasSize(1);
        lab.route(A_IP, BridgedNode.B_ROUTED, -1, 0, 0);
        assertThat(lab.pass(lab.a, own, lab.b)).isEmpty();
        assertThat(trapReason()).isEqualTo(19);
    }

    @Test
    void shouldLearnMacsOnlyWhereNothingIsRouted() {
        lab.flags(A, Vif.FLAG_MAC_IP_LEARNING | Vif.FLAG_L2);
        final byte[] known = ethernet(BROADCAST, A_MAC, 0x0806, arp(1, A_MAC, 0x78000077, 0, B_IP));
        assertThat(lab.pass(lab.a, known, lab.b)).hasSize(1);
        lab.node.tables.removeBridge(net.vireo.vrouter.table.BridgeKey.of(A_MAC, BridgedNode.VRF));
        assertThat(lab.pass(lab.a, known, lab.b)).isEmpty();
        assertThat(trapReason()).isEqualTo(19);
    }

    @Test
    void shouldTrapNothingWithoutAnAgent() {
        lab.node.lcore.removeVif(Vif.AGENT_INDEX);
        final byte[] packet = icmp6(PREFIX, 4, ALL_NODES, 2, join(ints(133 << 24, 0)));
        lab.a.send(ethernet(0x333300000002L, A_MAC, 0x86dd, packet));
        lab.node.settle();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.TRAP_NO_IF, 1L));
    }
}
