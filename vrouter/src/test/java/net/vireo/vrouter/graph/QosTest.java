// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.BY_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.B_IP;
import static net.vireo.vrouter.graph.BridgedNode.B_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_GRE;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_PACKET;
import static net.vireo.vrouter.graph.BridgedNode.VNI;
import static net.vireo.vrouter.graph.BridgedNode.six;
import static net.vireo.vrouter.graph.Frames.FABRIC_MAC;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.REMOTE_MAC;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.entry;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.intAt;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.slice;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.PREFIX;
import static net.vireo.vrouter.graph.Overlay.ints;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.join;
import static net.vireo.vrouter.graph.Overlay.outer;
import static net.vireo.vrouter.graph.Overlay.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.vrouter.table.ForwardingClass;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.QosMap;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Classes by marking, and marking by class: sheet 1.10. */
class QosTest {
    /** DSCP 46 is class 1, priority 5 is class 2; everything else is class 0, which marks nothing. */
    private static final int EF = 46;

    private final BridgedNode lab = new BridgedNode();

    @BeforeEach
    void map() {
        final byte[] classes = new byte[QosMap.ROWS];
        classes[EF] = 1;
        classes[QosMap.DOT1P_BASE + 5] = 2;
        lab.node.tables.qosMaps().put(3, new QosMap(3, classes));
        lab.node.tables.forwardingClasses().put(0, new ForwardingClass(0, 0, 0, 0, 0));
        lab.node.tables.forwardingClasses().put(1, new ForwardingClass(1, 34, 4, 6, 0));
        lab.node.tables.forwardingClasses().put(2, new ForwardingClass(2, 10, 1, 2, 0));
        lab.features(A, 0, map(Vif.NONE, VifFeatures.NO_VLAN));
    }

    private static VifFeatures map(final int parent, final int vlan) {
        return new VifFeatures(
                0, 0, parent, vlan, vlan, new long[0], VifFeatures.NO_MIRROR, new byte[0], new byte[0], 3);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private byte[] sent(final byte[] frame) {
        return lab.pass(lab.a, frame, lab.fabric).getFirst();
    }

    private static byte[] v4(final int dscp, final int destination) {
        return ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(dscp << 2 | 2, 0, 64, 17, A_IP, destination, new byte[9]));
    }

    private static byte[] v6(final int dscp, final int destination) {
        return ethernet(
                ROUTER_MAC, A_MAC, 0x86dd, ipv6(dscp << 2, 17, 64, PREFIX, 4, PREFIX, six(destination), new byte[9]));
    }

    @Test
    void shouldMarkTheOuterHeaderAndTheLabel() {
        final byte[] udp = sent(v4(EF, FAR_UDP));
        assertThat(udp[15]).as("DSCP 34, ECN as inside").isEqualTo((byte) (34 << 2 | 2));
        assertThat(Frames.checksum(udp, 14, 20)).isZero();
        assertThat(intAt(udp, 42)).as("EXP 4").isEqualTo(0x102 << 12 | 4 << 9 | 0x100 | 63);
        assertThat(udp[47]).as("the guest's own").isEqualTo((byte) (EF << 2 | 2));
        final byte[] gre = sent(v4(EF, FAR_GRE));
        assertThat(gre[15]).isEqualTo((byte) (34 << 2 | 2));
        assertThat(intAt(gre, 38)).isEqualTo(0x103 << 12 | 4 << 9 | 0x100 | 63);
        assertThat(sent(v4(EF, FAR_VXLAN))[15]).isEqualTo((byte) (34 << 2 | 2));
        assertThat(sent(v6(EF, FAR_UDP))[15]).isEqualTo((byte) (34 << 2));
    }

    @Test
    void shouldMarkNothingForAClassThatMarksNothingOrIsNotThere() {
        final byte[] plain = sent(v4(12, FAR_UDP));
        assertThat(plain[15]).isEqualTo((byte) 2);
        assertThat(intAt(plain, 42)).isEqualTo(0x102 << 12 | 0x100 | 63);
        lab.node.tables.forwardingClasses().put(1, null);
        assertThat(sent(v4(EF, FAR_UDP))[15]).isEqualTo((byte) 2);
        lab.node.tables.qosMaps().put(3, null);
        assertThat(sent(v4(EF, FAR_UDP))[15]).isEqualTo((byte) 2);
    }

    @Test
    void shouldClassifyBridgedIpByItsDscpAndOthersByTheirTag() {
        final byte[] ip = ethernet(FAR_UDP_MAC, A_MAC, 0x0800, ipv4(EF << 2, 0, 64, 17, A_IP, FAR_UDP, new byte[9]));
        assertThat(sent(ip)[15]).isEqualTo((byte) (34 << 2));
        assertThat(sent(tagged(0x8100, 5 << 13 | 9, ip))[15])
                .as("IP behind a tag is IP")
                .isEqualTo((byte) (34 << 2));
        final byte[] other = tagged(0x8100, 5 << 13 | 9, ethernet(FAR_UDP_MAC, A_MAC, 0x9999, new byte[40]));
        final byte[] marked = sent(other);
        assertThat(marked[15]).as("class 2: DSCP 10").isEqualTo((byte) (10 << 2));
        assertThat(intAt(marked, 42) >>> 9 & 7).isEqualTo(1);
        assertThat(slice(marked, 46, other.length)).isEqualTo(other);
    }

    @Test
    void shouldPutThePriorityInTheTagOfASubInterface() {
        lab.node.tables.putVif(
                new Vif(8, Vif.TYPE_VIRTUAL_VLAN, 0, "sub", 1, 65535, 0, 0x801, 0, 1514, 0, -1, Vif.NONE, map(4, 100)));
        lab.encap(58, Nexthop.FAMILY_BRIDGE, 0, 8, 0x801);
        lab.bridge(0x020000000801L, 58, -1);
        final byte[] frame =
                ethernet(0x020000000801L, A_MAC, 0x0800, ipv4(EF << 2, 0, 64, 17, A_IP, B_IP, new byte[9]));
        assertThat(lab.pass(lab.a, frame, lab.b)).containsExactly(tagged(0x8100, 6 << 13 | 100, frame));
    }

    @Test
    void shouldLeaveTheMarkingOfGuestsAloneInsideTheNode() {
        final byte[] frame = ethernet(B_MAC, A_MAC, 0x0800, ipv4(EF << 2, 0, 64, 17, A_IP, B_IP, new byte[9]));
        assertThat(lab.pass(lab.a, frame, lab.b)).containsExactly(frame);
        assertThat(lab.pass(lab.a, v4(EF, B_IP), lab.b).getFirst()[15]).isEqualTo((byte) (EF << 2 | 2));
    }

    @Test
    void shouldMarkAnewWhatTheFabricBringsForGuestsAndTheHost() {
        lab.features(A, 0, VifFeatures.NONE);
        lab.features(Vif.FABRIC_INDEX, 0, map(Vif.NONE, VifFeatures.NO_VLAN));
        final byte[] inner = ipv4(2, 0, 63, 17, FAR_UDP, A_IP, new byte[9]);
        final byte[] label = ints(entry(LABEL_PACKET, true, 64));
        final byte[] delivered = lab.pass(
                        lab.fabric, outer(EF << 2, 17, BY_UDP, udp(1, 6635, join(label, inner))), lab.a)
                .getFirst();
        assertThat(delivered)
                .as("by the outer header's class")
                .isEqualTo(
                        ethernet(A_MAC, ROUTER_MAC, 0x0800, ipv4(34 << 2 | 2, 0, 63, 17, FAR_UDP, A_IP, new byte[9])));
        final byte[] six = ipv6(17, 63, 0x102, 4, new byte[9]);
        assertThat(lab.pass(lab.fabric, outer(EF << 2, 17, BY_UDP, udp(1, 6635, join(label, six))), lab.a)
                        .getFirst())
                .isEqualTo(ethernet(
                        A_MAC, ROUTER_MAC, 0x86dd, ipv6(34 << 2, 17, 63, PREFIX, 0x102, PREFIX, 4, new byte[9])));
        final byte[] bridged = ethernet(A_MAC, FAR_UDP_MAC, 0x0800, inner);
        assertThat(lab.pass(
                                lab.fabric,
                                outer(EF << 2, 17, BY_VXLAN, udp(1, 4789, join(ints(0x08000000, VNI << 8), bridged))),
                                lab.a)
                        .getFirst()[15])
                .isEqualTo((byte) (34 << 2 | 2));
        final byte[] toHost = ethernet(
                FABRIC_MAC, REMOTE_MAC, 0x0800, ipv4(EF << 2, 0, 64, 17, BY_UDP, LOCAL, udp(1, 22, new byte[9])));
        assertThat(lab.pass(lab.fabric, toHost, lab.host))
                .containsExactly(ethernet(
                        FABRIC_MAC,
                        REMOTE_MAC,
                        0x0800,
                        ipv4(34 << 2, 0, 64, 17, BY_UDP, LOCAL, udp(1, 22, new byte[9]))));
    }
}
