// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_GRE;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.BY_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FLOOD;
import static net.vireo.vrouter.graph.BridgedNode.GRE;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_BRIDGE;
import static net.vireo.vrouter.graph.BridgedNode.LOCAL_GROUP;
import static net.vireo.vrouter.graph.BridgedNode.REMOTE_GROUP;
import static net.vireo.vrouter.graph.BridgedNode.UDP;
import static net.vireo.vrouter.graph.BridgedNode.VNI;
import static net.vireo.vrouter.graph.BridgedNode.VXLAN;
import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.hex;
import static net.vireo.vrouter.graph.Frames.intAt;
import static net.vireo.vrouter.graph.Frames.slice;
import static net.vireo.vrouter.graph.Overlay.join;
import static net.vireo.vrouter.graph.Overlay.mplsOverGre;
import static net.vireo.vrouter.graph.Overlay.mplsOverUdp;
import static net.vireo.vrouter.graph.Overlay.treeBlock;
import static net.vireo.vrouter.graph.Overlay.vxlan;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Nexthop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Broadcast, from every kind of source to every kind of member: sheet 2.6. */
class ReplicationTest {
    private static final int TREE_GROUP = 50;
    private static final int TOR_GROUP = 51;
    private static final int TREE_UDP = 52;
    private static final int TREE_GRE = 53;
    private static final int TOR_ONE = 54;
    private static final int TOR_TWO = 55;

    /** Neighbours on the tree: 10.0.0.5, 10.0.0.6. Switches: 10.0.0.7, 10.0.0.8. */
    private static final int BY_TREE_UDP = 0x0a000005;

    private static final int BY_TREE_GRE = 0x0a000006;
    private static final int BY_TOR_ONE = 0x0a000007;
    private static final int BY_TOR_TWO = 0x0a000008;
    private static final int TREE_LABEL = 1030;

    private static final byte[] FROM_A = ethernet(BROADCAST, A_MAC, 0x9999, new byte[46]);
    private static final byte[] FROM_AFAR = ethernet(BROADCAST, FAR_UDP_MAC, 0x9999, new byte[46]);

    private final BridgedNode lab = new BridgedNode();

    @BeforeEach
    void groupsOfAllKinds() {
        lab.tunnel(TREE_UDP, Nexthop.FLAG_TUNNEL_UDP_MPLS, BY_TREE_UDP);
        lab.tunnel(TREE_GRE, Nexthop.FLAG_TUNNEL_GRE, BY_TREE_GRE);
        lab.tunnel(TOR_ONE, Nexthop.FLAG_TUNNEL_VXLAN, BY_TOR_ONE);
        lab.tunnel(TOR_TWO, Nexthop.FLAG_TUNNEL_VXLAN, BY_TOR_TWO);
        lab.group(TREE_GROUP, Nexthop.FLAG_COMPOSITE_FABRIC, new int[] {TREE_UDP, TREE_GRE}, 2001, 2002);
        lab.group(TOR_GROUP, Nexthop.FLAG_COMPOSITE_TOR, new int[] {TOR_ONE, TOR_TWO}, VNI, VNI);
        lab.group(FLOOD, 0, new int[] {LOCAL_GROUP, TREE_GROUP, REMOTE_GROUP, TOR_GROUP}, 0, 0, 0, 0);
        lab.node.tables.putLabel(TREE_LABEL, FLOOD);
        lab.node.tables.putLabel(LABEL_BRIDGE, FLOOD);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /** Whom the fabric's frames are for. */
    private List<Integer> destinations() {
        return lab.fabric.receive().stream().map(frame -> intAt(frame, 30)).toList();
    }

    private void assertLocalCopies(final byte[] frame, final boolean toA) {
        assertThat(lab.a.receive())
                .hasSize(toA ? 1 : 0)
                .allSatisfy(copy -> assertThat(copy).isEqualTo(frame));
        assertThat(lab.b.receive()).containsExactly(frame);
        assertThat(lab.c.receive()).containsExactly(frame);
        assertThat(lab.drops()).as("the original ends").isEqualTo(Map.of(DropReason.CLONED_ORIGINAL, 1L));
    }

    @Test
    void shouldCopyAGuestsBroadcastToEverybodyButTheGuest() {
        lab.a.send(FROM_A);
        lab.node.settle();
        assertThat(destinations())
                .containsExactlyInAnyOrder(BY_UDP, BY_GRE, BY_VXLAN, BY_TREE_UDP, BY_TREE_GRE, BY_TOR_ONE, BY_TOR_TWO);
        assertLocalCopies(FROM_A, false);
        assertThat(lab.node.counters.lcore(0, LcoreCounter.BORN_COPY)).isEqualTo(9);
        assertThat(List.of(
                        lab.vrf(VrfCounter.MULTICAST_TREE),
                        lab.vrf(VrfCounter.COPIED_TO_INTERFACES),
                        lab.vrf(VrfCounter.COPIED_TO_FABRIC),
                        lab.vrf(VrfCounter.COPIED_TO_EVPN)))
                .containsExactly(1L, 1L, 1L, 2L);
    }

    @Test
    void shouldGiveIngressReplicationToGuestsAndSwitches() {
        lab.fabric.send(mplsOverUdp(BY_UDP, LABEL_BRIDGE, FROM_AFAR));
        lab.node.settle();
        assertThat(destinations()).containsExactlyInAnyOrder(BY_TOR_ONE, BY_TOR_TWO);
        assertLocalCopies(FROM_AFAR, true);
    }

    @Test
    void shouldGiveVxlanFromAnotherNodeToGuestsAndSwitches() {
        lab.fabric.send(vxlan(BY_VXLAN, VNI, FROM_AFAR));
        lab.node.settle();
        assertThat(destinations()).containsExactlyInAnyOrder(BY_TOR_ONE, BY_TOR_TWO);
        assertLocalCopies(FROM_AFAR, true);
    }

    @Test
    void shouldPassWhatCameByTheTreeOnAlongTheTree() {
        lab.fabric.send(mplsOverUdp(BY_TREE_UDP, TREE_LABEL, join(treeBlock(BY_TREE_UDP, LOCAL, VNI, FROM_AFAR))));
        lab.node.settle();
        final List<byte[]> sent = lab.fabric.receive();
        assertThat(sent.stream().map(frame -> intAt(frame, 30)))
                .as("not back, and not to the nodes of ingress replication")
                .containsExactly(BY_TREE_GRE, BY_TOR_ONE, BY_TOR_TWO);
        assertThat(slice(sent.getFirst(), 34, 8))
                .as("GRE, the next one's label")
                .isEqualTo(hex("00008847 007d2140"));
        assertThat(slice(sent.getFirst(), 42, sent.getFirst().length - 42))
                .as("control word, the first sender's block, the frame")
                .isEqualTo(treeBlock(BY_TREE_UDP, LOCAL, VNI, FROM_AFAR));
        assertLocalCopies(FROM_AFAR, true);
    }

    @Test
    void shouldSendASwitchsBroadcastToAllButTheSwitch() {
        lab.fabric.send(vxlan(BY_TOR_ONE, VNI, FROM_AFAR));
        lab.node.settle();
        assertThat(destinations())
                .containsExactlyInAnyOrder(BY_UDP, BY_GRE, BY_VXLAN, BY_TREE_UDP, BY_TREE_GRE, BY_TOR_TWO);
        assertLocalCopies(FROM_AFAR, true);
    }

    @Test
    void shouldRefuseBroadcastFromATunnelEndThatNobodyKnows() {
        lab.fabric.send(mplsOverUdp(0x0a000063, LABEL_BRIDGE, FROM_AFAR));
        lab.node.settle();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.INVALID_MCAST_SOURCE, 1L));
        assertThat(lab.b.receive()).isEmpty();
    }

    @Test
    void shouldTakeAStrangerForTheTreeWhereTheGroupSaysSo() {
        lab.group(
                FLOOD,
                Nexthop.FLAG_VALIDATE_MCAST_SOURCE,
                new int[] {LOCAL_GROUP, TREE_GROUP, REMOTE_GROUP, TOR_GROUP},
                0,
                0,
                0,
                0);
        lab.fabric.send(mplsOverUdp(0x0a000063, TREE_LABEL, treeBlock(0x0a000063, LOCAL, VNI, FROM_AFAR)));
        lab.node.settle();
        assertThat(destinations()).containsExactlyInAnyOrder(BY_TREE_UDP, BY_TREE_GRE, BY_TOR_ONE, BY_TOR_TWO);
        assertLocalCopies(FROM_AFAR, true);
    }

    @Test
    void shouldKeepTheWireOrderOfTheTree() {
        lab.group(FLOOD, 0, new int[] {TREE_GROUP}, 0);
        lab.a.send(FROM_A);
        lab.node.settle();
        final List<byte[]> sent = lab.fabric.receive();
        assertThat(sent).hasSize(2);
        final byte[] byUdp = sent.get(0);
        assertThat(slice(byUdp, 0, 34))
                .as("outer")
                .isEqualTo(hex("02000000f002 02000000f001 0800 4500 0084 0800 0000 4011 5e64 0a000001 0a000005"));
        assertThat(slice(byUdp, 36, 10)).as("UDP, MPLS").isEqualTo(hex("19eb 0070 0000 007d1140"));
        assertThat(slice(byUdp, 46, 40))
                .as("control word, IPv4, UDP, VXLAN")
                .isEqualTo(hex(
                        "00000000",
                        "4500 0060 0000 0000 4011 6688 0a000001 0a000005",
                        "12b5 12b5 004c 0000",
                        "08000000 00004d00"));
        assertThat(slice(byUdp, 86, byUdp.length - 86)).isEqualTo(FROM_A);
        assertThat(sent.get(1)).as("in GRE").hasSize(byUdp.length - 4);
    }

    @Test
    void shouldHashTreeCopiesByTheirFrame() {
        lab.group(FLOOD, 0, new int[] {TREE_GROUP}, 0);
        lab.a.send(FROM_A);
        lab.a.send(ethernet(BROADCAST, A_MAC, 0x9999, new byte[100]));
        lab.node.settle();
        final List<byte[]> sent = lab.fabric.receive();
        assertThat(Frames.shortAt(sent.get(2), 34))
                .as("another length, the same flow")
                .isEqualTo(Frames.shortAt(sent.get(0), 34));
    }

    @Test
    void shouldNotEnterATreeWithoutAVni() {
        lab.group(FLOOD, 0, new int[] {TREE_GROUP}, 0);
        lab.bridge(BROADCAST, FLOOD, -1);
        lab.a.send(FROM_A);
        lab.node.settle();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.INVALID_LABEL, 2L, DropReason.CLONED_ORIGINAL, 1L));
    }

    @Test
    void shouldRefuseATreeFrameWithoutItsControlWordOrCutShort() {
        final byte[] block = treeBlock(BY_TREE_UDP, LOCAL, VNI, FROM_AFAR);
        block[3] = 1;
        lab.fabric.send(mplsOverUdp(BY_TREE_UDP, TREE_LABEL, block));
        lab.fabric.send(mplsOverUdp(BY_TREE_UDP, TREE_LABEL, Arrays.copyOf(new byte[60], 39)));
        lab.fabric.send(mplsOverGre(BY_TREE_GRE, TREE_LABEL, new byte[53]));
        lab.node.settle();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.INVALID_PACKET, 1L, DropReason.PULL, 2L));
    }

    @Test
    void shouldPutAControlWordBeforeIngressReplicatedCopiesThatWantOne() {
        lab.tunnel(UDP, Nexthop.FLAG_TUNNEL_UDP_MPLS | Nexthop.FLAG_L2_CONTROL_DATA, BY_UDP);
        lab.group(FLOOD, 0, new int[] {REMOTE_GROUP}, 0);
        lab.a.send(FROM_A);
        lab.node.settle();
        final List<byte[]> sent = lab.fabric.receive();
        assertThat(slice(sent.get(0), 42, 8)).isEqualTo(hex("00102140 00000000"));
        assertThat(slice(sent.get(1), 38, 4)).as("the GRE node's own label").isEqualTo(hex("00103140"));
        assertThat(slice(sent.get(2), 42, 8)).as("the VXLAN node's VNI").isEqualTo(hex("08000000 00004d00"));
    }

    @Test
    void shouldDropWhatAnEmptyGroupGets() {
        lab.group(FLOOD, 0, new int[0]);
        lab.a.send(FROM_A);
        lab.node.settle();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.DISCARD, 1L));
    }

    @Test
    void shouldSkipMembersThatAreGone() {
        lab.node.tables.removeNexthop(VXLAN);
        lab.node.tables.removeNexthop(GRE);
        lab.node.tables.removeNexthop(TREE_GROUP);
        lab.a.send(FROM_A);
        lab.node.settle();
        assertThat(destinations()).containsExactlyInAnyOrder(BY_UDP, BY_TOR_ONE, BY_TOR_TWO);
        assertLocalCopies(FROM_A, false);
    }

    @Test
    void shouldCopyForAGroupAddressOnlyToItsMembers() {
        lab.group(60, Nexthop.FLAG_COMPOSITE_ENCAP, new int[] {BridgedNode.TO_C}, 0);
        lab.node.tables.putBridge(
                BridgeKey.of(0x01005e000123L, BridgedNode.VRF), BridgeValue.of(60, 0, BridgeValue.FLAG_VALID));
        final byte[] frame = ethernet(0x01005e000123L, A_MAC, 0x0800, new byte[46]);
        assertThat(lab.pass(lab.a, frame, lab.c)).containsExactly(frame);
        assertThat(lab.b.receive()).isEmpty();
        assertThat(lab.fabric.receive()).isEmpty();
    }
}
