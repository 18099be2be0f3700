// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.B_MAC;
import static net.vireo.vrouter.graph.BridgedNode.VRF;
import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.arp;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Overlay.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;
import net.vireo.vrouter.table.VlanAssignment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guests behind one device told apart by tag and MAC, and service interfaces: sheet 1.1, 2.2 step 1. */
class SubInterfaceTest {
    private static final int SUB = 8;
    private static final int OTHER_SUB = 9;
    private static final long SUB_MAC = 0x020000000801L;
    private static final byte[] PACKET = ipv4(0, 0, 64, 17, 0x78000008, BridgedNode.B_IP, new byte[30]);

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        lab.close();
    }

    private void subInterface(final int index, final int vlan, final int sendVlan, final long... sourceMacs) {
        final VifFeatures features = new VifFeatures(
                0,
                0,
                A,
                vlan,
                sendVlan,
                sourceMacs,
                VifFeatures.NO_MIRROR,
                new byte[0],
                new byte[0],
                VifFeatures.NO_QOS);
        lab.node.tables.putVif(new Vif(
                index,
                Vif.TYPE_VIRTUAL_VLAN,
                0,
                "sub" + index,
                VRF,
                65535,
                0,
                SUB_MAC,
                0,
                1514,
                0,
                -1,
                Vif.NONE,
                features));
        lab.encap(50 + index, Nexthop.FAMILY_BRIDGE, 0, index, SUB_MAC);
    }

    private long of(final int vif, final VifCounter counter) {
        return lab.node.counters.vif(vif, counter);
    }

    @Test
    void shouldTakeATaggedFrameForTheSubInterfaceAndTakeTheTagOff() {
        subInterface(SUB, 100, 100);
        final byte[] frame = ethernet(B_MAC, SUB_MAC, 0x0800, PACKET);
        assertThat(lab.pass(lab.a, tagged(0x8100, 0x2064, frame), lab.b)).containsExactly(frame);
        assertThat(of(SUB, VifCounter.RX_PACKETS)).isEqualTo(1);
        assertThat(of(SUB, VifCounter.RX_BYTES)).as("without the tag").isEqualTo(frame.length);
        assertThat(of(A, VifCounter.RX_PACKETS)).as("its parent counts it too").isEqualTo(1);
        assertThat(lab.node.counters.lcore(0, LcoreCounter.SUB_INTERFACE_RECEIVED))
                .isEqualTo(1);
    }

    @Test
    void shouldSendWithOneTagTheOneForSending() {
        subInterface(SUB, 100, 200);
        subInterface(OTHER_SUB, 101, VifFeatures.NO_VLAN);
        lab.bridge(SUB_MAC, 50 + SUB, -1);
        final byte[] frame = ethernet(SUB_MAC, B_MAC, 0x0800, PACKET);
        assertThat(lab.pass(lab.b, frame, lab.a)).containsExactly(tagged(0x8100, 200, frame));
        lab.bridge(SUB_MAC, 50 + OTHER_SUB, -1);
        assertThat(lab.pass(lab.b, frame, lab.a)).containsExactly(tagged(0x8100, 101, frame));
        assertThat(of(SUB, VifCounter.TX_PACKETS)).isEqualTo(1);
        final byte[] inner = tagged(0x8100, 7, frame);
        assertThat(lab.pass(lab.b, inner, lab.a))
                .as("a tag of the guest's own stays behind ours")
                .containsExactly(tagged(0x8100, 101, inner));
    }

    @Test
    void shouldTellMacVlansApart() {
        subInterface(SUB, 100, 100, SUB_MAC);
        subInterface(OTHER_SUB, 100, 100, SUB_MAC + 1, SUB_MAC + 2);
        for (int mac = 0; mac < 3; mac++) {
            lab.a.send(tagged(0x8100, 100, ethernet(B_MAC, SUB_MAC + mac, 0x9999, PACKET)));
        }
        lab.node.settle();
        assertThat(of(SUB, VifCounter.RX_PACKETS)).isEqualTo(1);
        assertThat(of(OTHER_SUB, VifCounter.RX_PACKETS)).isEqualTo(2);
    }

    @Test
    void shouldLeaveForeignTagsInTheFrame() {
        subInterface(SUB, 100, 100);
        final byte[] foreign = tagged(0x8100, 101, ethernet(B_MAC, A_MAC, 0x0800, PACKET));
        assertThat(lab.pass(lab.a, foreign, lab.b)).containsExactly(foreign);
        assertThat(of(SUB, VifCounter.RX_PACKETS)).isZero();
    }

    @Test
    void shouldNotSendToASubInterfaceWhoseParentIsGone() {
        subInterface(SUB, 100, 100);
        lab.bridge(SUB_MAC, 50 + SUB, -1);
        lab.node.lcore.removeVif(A);
        assertThat(lab.pass(lab.b, ethernet(SUB_MAC, B_MAC, 0x0800, PACKET), lab.a))
                .isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.INTERFACE_TX_DISCARD, 1L));
    }

    @Test
    void shouldAnswerArpOfASubInterfaceUnderItsTag() {
        subInterface(SUB, 100, 100);
        lab.route(BridgedNode.FAR_UDP, BridgedNode.UDP, 9, Route.FLAG_ARP_PROXY, 0);
        final byte[] request =
                ethernet(BROADCAST, SUB_MAC, 0x0806, arp(1, SUB_MAC, 0x78000008, 0, BridgedNode.FAR_UDP));
        final byte[] reply =
                ethernet(SUB_MAC, ROUTER_MAC, 0x0806, arp(2, ROUTER_MAC, BridgedNode.FAR_UDP, SUB_MAC, 0x78000008));
        assertThat(lab.pass(lab.a, tagged(0x8100, 100, request), lab.a)).containsExactly(tagged(0x8100, 100, reply));
    }

    @Test
    void shouldGiveEachTagOfAServiceInterfaceItsVrf() {
        lab.flags(A, Vif.FLAG_SERVICE);
        lab.node.tables.putVlanAssignment(A, 7, new VlanAssignment(2, 0));
        lab.node.tables.putBridge(BridgeKey.of(B_MAC, 2), BridgeValue.of(BridgedNode.TO_C, 0, 0));
        final byte[] frame = ethernet(B_MAC, A_MAC, 0x0800, PACKET);
        assertThat(lab.pass(lab.a, tagged(0x8100, 7, frame), lab.c)).containsExactly(frame);
        assertThat(lab.pass(lab.a, frame, lab.b)).as("untagged: its own VRF").containsExactly(frame);
        assertThat(lab.pass(lab.a, tagged(0x8100, 8, frame), lab.b)).isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.TAGGED_FROM_GUEST, 1L));
    }

    @Test
    void shouldTakeNoMulticastButArpFromAServiceInterface() {
        lab.flags(A, Vif.FLAG_SERVICE);
        lab.node.tables.putVlanAssignment(A, 7, new VlanAssignment(VRF, 0));
        final byte[] broadcast = ethernet(BROADCAST, A_MAC, 0x0800, PACKET);
        for (final byte[] frame : List.of(broadcast, tagged(0x8100, 7, broadcast))) {
            assertThat(lab.pass(lab.a, frame, lab.b)).isEmpty();
        }
        lab.route(BridgedNode.FAR_UDP, BridgedNode.UDP, 9, Route.FLAG_ARP_PROXY, 0);
        final byte[] request =
                ethernet(BROADCAST, A_MAC, 0x0806, arp(1, A_MAC, BridgedNode.A_IP, 0, BridgedNode.FAR_UDP));
        assertThat(lab.pass(lab.a, request, lab.a)).hasSize(1);
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.BROADCAST_FROM_GUEST, 2L));
    }
}
