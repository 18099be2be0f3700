// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.BY_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN_MAC;
import static net.vireo.vrouter.graph.BridgedNode.REMOTE_GROUP;
import static net.vireo.vrouter.graph.BridgedNode.TO_B;
import static net.vireo.vrouter.graph.BridgedNode.VNI;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.intAt;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.vxlan;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Multicast in a VRF where it is known who listens (RFC 4541). */
class GroupBridgingTest {
    private static final int MEMBERS = 50;
    private static final int GROUP = 51;
    private static final int OTHERS = 52;
    private static final int NOBODY = 53;

    /** 239.1.2.3 and ff05::1:203. */
    private static final long MAC_4 = 0x01005e010203L;

    private static final long MAC_6 = 0x333300010203L;

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        lab.close();
    }

    /** B listens to one group of each family; what nobody listens to goes to other nodes. */
    private void snoop() {
        lab.group(MEMBERS, Nexthop.FLAG_COMPOSITE_ENCAP, new int[] {TO_B}, 0);
        lab.group(GROUP, 0, new int[] {MEMBERS, REMOTE_GROUP}, 0, 0);
        lab.group(OTHERS, 0, new int[] {REMOTE_GROUP}, 0);
        lab.bridge(MAC_4, GROUP, -1);
        lab.bridge(MAC_6, GROUP, -1);
        lab.bridge(BridgeKey.OTHER_GROUPS_4, OTHERS, -1);
        lab.bridge(BridgeKey.OTHER_GROUPS_6, OTHERS, -1);
    }

    private static byte[] to4(final int group) {
        return ethernet(
                0x01005e000000L | group & 0x7fffff,
                A_MAC,
                0x0800,
                ipv4(0, 0, 64, 17, A_IP, group, udp(1, 2, new byte[10])));
    }

    private static byte[] to6(final int scope, final long low) {
        final long high = 0xff00000000000000L | (long) scope << 48;
        return ethernet(
                0x333300000000L | low & 0xffffffffL,
                A_MAC,
                0x86dd,
                ipv6(0, 17, 64, Overlay.PREFIX, BridgedNode.six(A_IP), high, low, udp(1, 2, new byte[10])));
    }

    private void assertReaches(final byte[] frame, final boolean b, final boolean c) {
        lab.fabric.receive();
        lab.a.send(frame);
        lab.node.settle();
        assertThat(lab.b.receive()).as("B").hasSize(b ? 1 : 0);
        assertThat(lab.c.receive()).as("C").hasSize(c ? 1 : 0);
        assertThat(lab.a.receive()).as("who sent it").isEmpty();
        assertThat(lab.fabric.receive()).as("other nodes").hasSize(3);
    }

    @Test
    void shouldGiveAGroupsFramesToItsMembersAndOtherNodes() {
        snoop();
        assertReaches(to4(0xef010203), true, false);
        assertReaches(to6(5, 0x10203), true, false);
    }

    @Test
    void shouldGiveGroupsThatNobodyListensToToOtherNodesOnly() {
        snoop();
        assertReaches(to4(0xef010204), false, false);
        assertReaches(to6(5, 0x10204), false, false);
        assertReaches(to6(0xe, 0xfb), false, false);
    }

    @Test
    void shouldFloodWhatStaysOnTheLink() {
        snoop();
        lab.bridge(0x01005e000005L, GROUP, -1);
        assertReaches(to4(0xe00000fb), true, true);
        assertReaches(to4(0xe0000005), true, true);
        assertReaches(to6(2, 0xfb), true, true);
        assertReaches(to6(2, 0x10203), true, true);
        assertReaches(to6(1, 0x10203), true, true);
        assertReaches(ethernet(0x0180c2000000L, A_MAC, 0x9999, new byte[46]), true, true);
        assertReaches(ethernet(Frames.BROADCAST, A_MAC, 0x9999, new byte[46]), true, true);
        assertReaches(ethernet(MAC_6, A_MAC, 0x86dd, new byte[3]), true, false);
    }

    @Test
    void shouldFloodGroupsWhereNobodySnoops() {
        assertReaches(to4(0xef010203), true, true);
        assertReaches(to6(5, 0x10203), true, true);
    }

    @Test
    void shouldDropByNameWhatHasNoMembersAnywhere() {
        lab.group(NOBODY, 0, new int[0]);
        lab.bridge(BridgeKey.OTHER_GROUPS_4, NOBODY, -1);
        lab.a.send(to4(0xef010204));
        lab.node.settle();
        assertThat(lab.drops()).containsOnlyKeys(DropReason.DISCARD);
    }

    @Test
    void shouldGiveMembersWhatComesFromAnotherNode() {
        snoop();
        final byte[] frame = to4(0xef010203);
        System.arraycopy(ethernet(MAC_4, FAR_VXLAN_MAC, 0x0800, new byte[0]), 0, frame, 0, 14);
        lab.fabric.send(vxlan(BY_VXLAN, VNI, frame));
        lab.node.settle();
        assertThat(lab.b.receive()).containsExactly(frame);
        assertThat(lab.c.receive()).isEmpty();
        assertThat(lab.fabric.receive())
                .as("nobody passes on what came by ingress replication")
                .noneMatch(sent -> intAt(sent, 30) == BY_UDP);
    }

    @Test
    void shouldHandListenersMessagesToTheAgentOfAVifThatAsksForIt() {
        final byte[] hopByHop = {58, 0, 5, 2, 0, 0, 1, 0};
        for (final int type : List.of(130, 131, 132, 143)) {
            final byte[] message = new byte[8 + 24];
            System.arraycopy(hopByHop, 0, message, 0, 8);
            message[8] = (byte) type;
            final byte[] frame = ethernet(
                    0x333300000016L,
                    A_MAC,
                    0x86dd,
                    ipv6(0, 0, 1, 0xfe80000000000000L, 4, 0xff02000000000000L, 0x16, message));
            lab.flags(A, 0);
            assertThat(lab.pass(lab.a, frame, lab.agent)).isEmpty();
            assertThat(lab.b.receive()).containsExactly(frame);
            lab.flags(A, Vif.FLAG_IGMP);
            assertThat(lab.pass(lab.a, frame, lab.agent)).as("%s", type).hasSize(1);
            assertThat(lab.b.receive()).isEmpty();
        }
    }
}
