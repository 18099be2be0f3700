// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.BY_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.B_IP;
import static net.vireo.vrouter.graph.BridgedNode.B_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN_MAC;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_BRIDGE;
import static net.vireo.vrouter.graph.BridgedNode.VNI;
import static net.vireo.vrouter.graph.BridgedNode.VRF;
import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.mplsOverUdp;
import static net.vireo.vrouter.graph.Overlay.tagged;
import static net.vireo.vrouter.graph.Overlay.vxlan;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guests' frames in the bridge: sheet 2.2, step 4. */
class BridgingTest {
    private static final long NOBODY_MAC = 0x020000000badL;
    private static final byte[] PAYLOAD = udp(1, 2, new byte[10]);
    private static final byte[] PACKET = ipv4(0, 0, 64, 17, A_IP, B_IP, PAYLOAD);

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        lab.close();
    }

    private static byte[] toB(final int type) {
        return ethernet(B_MAC, A_MAC, type, PACKET);
    }

    @Test
    void shouldBridgeInsideTheNodeWithoutTouchingTheFrame() {
        for (final int type : new int[] {0x0800, 0x86dd, 0x9999, 0x8847}) {
            assertThat(lab.pass(lab.a, toB(type), lab.b)).containsExactly(toB(type));
        }
        assertThat(lab.vrf(VrfCounter.ENCAP_BRIDGED)).isEqualTo(4);
        assertThat(lab.drops()).isEmpty();
    }

    @Test
    void shouldRouteWhatIsForTheRoutersMac() {
        assertThat(lab.pass(lab.a, ethernet(ROUTER_MAC, A_MAC, 0x0800, PACKET), lab.b))
                .containsExactly(ethernet(B_MAC, ROUTER_MAC, 0x0800, ipv4(0, 0, 63, 17, A_IP, B_IP, PAYLOAD)));
        assertThat(lab.pass(lab.a, ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(17, 64, 4, 5, PAYLOAD)), lab.b))
                .containsExactly(ethernet(B_MAC, ROUTER_MAC, 0x86dd, ipv6(17, 63, 4, 5, PAYLOAD)));
        assertThat(lab.vrf(VrfCounter.ENCAP_ROUTED)).isEqualTo(2);
    }

    @Test
    void shouldRouteWhatABridgeEntryGivesToTheRouterThoughItIsTagged() {
        lab.bridge(0x0200000000eeL, BridgedNode.ROUTER, -1);
        final byte[] frame = tagged(0x8100, 7, ethernet(0x0200000000eeL, A_MAC, 0x0800, PACKET));
        assertThat(lab.pass(lab.a, frame, lab.b))
                .containsExactly(ethernet(B_MAC, ROUTER_MAC, 0x0800, ipv4(0, 0, 63, 17, A_IP, B_IP, PAYLOAD)));
        assertThat(lab.vrf(VrfCounter.L2_RECEIVED)).isEqualTo(1);
    }

    @Test
    void shouldNeverSendAFrameBackWhereItCameFrom() {
        assertThat(lab.pass(lab.a, ethernet(A_MAC, A_MAC, 0x0800, PACKET), lab.a))
                .isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.BACK_TO_SOURCE, 1L));
    }

    @Test
    void shouldDropUnknownUnicast() {
        assertThat(lab.pass(lab.a, ethernet(NOBODY_MAC, A_MAC, 0x0800, PACKET), lab.b))
                .isEmpty();
        lab.fabric.send(vxlan(BY_VXLAN, VNI, ethernet(NOBODY_MAC, FAR_VXLAN_MAC, 0x0800, PACKET)));
        lab.node.settle();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.UNKNOWN_DESTINATION_MAC, 2L));
    }

    @Test
    void shouldFloodUnknownUnicastOfAVifThatAsksForIt() {
        lab.flags(A, Vif.FLAG_UNKNOWN_UC_FLOOD);
        final byte[] frame = ethernet(NOBODY_MAC, A_MAC, 0x0800, PACKET);
        assertThat(lab.pass(lab.a, frame, lab.b)).containsExactly(frame);
        assertThat(lab.fabric.receive()).hasSize(3);
        assertThat(lab.vrf(VrfCounter.UNKNOWN_UNICAST_FLOODED)).isEqualTo(1);
    }

    @Test
    void shouldFloodUnknownUnicastFromTheFabricWhereTheNexthopAsksForIt() {
        lab.node.tables.putNexthop(new Nexthop(
                BridgedNode.BRIDGE,
                Nexthop.TYPE_VRF_TRANSLATE,
                Nexthop.FAMILY_BRIDGE,
                Nexthop.FLAG_VALID | Nexthop.FLAG_UNKNOWN_UC_FLOOD,
                VRF,
                Nexthop.NO_VIF,
                0,
                0,
                new byte[0]));
        final byte[] frame = ethernet(NOBODY_MAC, FAR_VXLAN_MAC, 0x0800, PACKET);
        assertThat(lab.pass(lab.fabric, vxlan(BY_VXLAN, VNI, frame), lab.b)).containsExactly(frame);
        assertThat(lab.pass(lab.fabric, mplsOverUdp(BY_UDP, LABEL_BRIDGE, frame), lab.b))
                .containsExactly(frame);
    }

    @Test
    void shouldPreferAMulticastMacOfItsOwnToBroadcast() {
        lab.bridge(0x01005e010203L, BridgedNode.TO_B, -1);
        final byte[] known = ethernet(0x01005e010203L, A_MAC, 0x0800, ipv4(0, 0, 9, 17, A_IP, 0xe1010203, PAYLOAD));
        assertThat(lab.pass(lab.a, known, lab.b)).containsExactly(known);
        assertThat(lab.c.receive()).isEmpty();
        final byte[] other = ethernet(0x01005e010204L, A_MAC, 0x0800, ipv4(0, 0, 9, 17, A_IP, 0xe1010204, PAYLOAD));
        assertThat(lab.pass(lab.a, other, lab.b)).containsExactly(other);
        assertThat(lab.c.receive()).containsExactly(other);
        final byte[] six = ethernet(0x3333000000fbL, A_MAC, 0x86dd, ipv6(17, 9, 4, 5, PAYLOAD));
        assertThat(lab.pass(lab.a, six, lab.c)).containsExactly(six);
    }

    @Test
    void shouldKeepMulticastInTheVrfThatTheVifNamesForIt() {
        final Vif vif = lab.node.tables.vif(A);
        lab.node.tables.putVif(new Vif(
                A,
                vif.type(),
                vif.transport(),
                vif.name(),
                VRF,
                2,
                0,
                A_MAC,
                0,
                1514,
                0,
                -1,
                Vif.NONE,
                vif.features()));
        lab.node.tables.putBridge(BridgeKey.of(BROADCAST, 2), BridgeValue.of(BridgedNode.TO_C, 0, 0));
        final byte[] frame = ethernet(BROADCAST, A_MAC, 0x0800, PACKET);
        assertThat(lab.pass(lab.a, frame, lab.c)).containsExactly(frame);
        assertThat(lab.b.receive()).isEmpty();
    }

    @Test
    void shouldPassJumboFramesAndTheirTagsInsideTheNode() {
        final byte[] jumbo = ethernet(B_MAC, A_MAC, 0x0800, ipv4(0, 0x4000, 64, 17, A_IP, B_IP, new byte[8900]));
        assertThat(lab.pass(lab.a, jumbo, lab.b)).containsExactly(jumbo);
        final byte[] twice = tagged(0x88a8, 0x6005, tagged(0x8100, 0x2007, toB(0x0800)));
        assertThat(lab.pass(lab.a, twice, lab.b)).as("QinQ, as it is").containsExactly(twice);
        final byte[] away = tagged(0x88a8, 5, tagged(0x8100, 7, ethernet(FAR_UDP_MAC, A_MAC, 0x0800, PACKET)));
        final byte[] tunnelled = lab.pass(lab.a, away, lab.fabric).getFirst();
        assertThat(Arrays.copyOfRange(tunnelled, 46, tunnelled.length)).isEqualTo(away);
    }

    @Test
    void shouldCarryAJumboPacketWhereTheFabricDoes() {
        final Vif fabric = lab.node.tables.vif(0);
        lab.node.tables.putVif(new Vif(
                0, fabric.type(), 1, "v0", 0, 65535, 0, fabric.mac(), 0, 9014, 0, -1, Vif.NONE, fabric.features()));
        final byte[] jumbo =
                ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0x4000, 64, 17, A_IP, FAR_UDP, new byte[8948]));
        assertThat(lab.pass(lab.a, jumbo, lab.fabric))
                .singleElement()
                .satisfies(frame -> assertThat(frame).hasSize(9014));
        assertThat(lab.pass(
                        lab.a,
                        ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0x4000, 64, 17, A_IP, FAR_UDP, new byte[8949])),
                        lab.fabric))
                .isEmpty();
    }

    @Test
    void shouldObeyWhatTheVifIsFor() {
        lab.flags(A, Vif.FLAG_L3);
        assertThat(lab.pass(lab.a, toB(0x0800), lab.b)).as("layer 3 only").isEmpty();
        assertThat(lab.pass(lab.a, ethernet(BROADCAST, A_MAC, 0x0800, PACKET), lab.b))
                .isEmpty();
        assertThat(lab.drops())
                .isEqualTo(Map.of(DropReason.UNKNOWN_DESTINATION_MAC, 1L, DropReason.BROADCAST_FROM_GUEST, 1L));
        lab.flags(A, Vif.FLAG_L2);
        assertThat(lab.pass(lab.a, toB(0x0800), lab.b)).as("layer 2 only").hasSize(1);
    }

    @Test
    void shouldTranslateVrfsThreeTimesAndNoMore() {
        for (int vrf = 2; vrf <= 5; vrf++) {
            lab.other(50 + vrf, Nexthop.TYPE_VRF_TRANSLATE, vrf);
            lab.node.tables.putRoute(vrf - 1, new Route(0x79000000, 8, 50 + vrf, 0, 0));
        }
        lab.node.tables.putRoute(4, new Route(0x79000001, 32, BridgedNode.B_ROUTED, 0, 0));
        final byte[] near = ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, 0x79000001, PAYLOAD));
        assertThat(lab.pass(lab.a, near, lab.b))
                .as("the TTL is lowered once")
                .containsExactly(ethernet(B_MAC, ROUTER_MAC, 0x0800, ipv4(0, 0, 63, 17, A_IP, 0x79000001, PAYLOAD)));
        final byte[] far = ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, 0x79000002, PAYLOAD));
        assertThat(lab.pass(lab.a, far, lab.b)).isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.PKT_LOOP, 1L));
        assertThat(lab.vrf(VrfCounter.VRF_TRANSLATED)).isEqualTo(2);
    }

    @Test
    void shouldEndACircleOfVrfs() {
        lab.other(52, Nexthop.TYPE_VRF_TRANSLATE, VRF);
        lab.node.tables.putRoute(VRF, new Route(0x79000000, 8, 52, 0, 0));
        lab.bridge(0x0200000000eeL, 52, -1);
        lab.a.send(ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, 0x79000001, PAYLOAD)));
        lab.a.send(ethernet(0x0200000000eeL, A_MAC, 0x0800, PACKET));
        lab.node.settle();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.PKT_LOOP, 2L));
    }
}
