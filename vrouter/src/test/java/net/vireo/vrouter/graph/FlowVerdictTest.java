// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_GRE;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.GRE;
import static net.vireo.vrouter.graph.BridgedNode.UDP;
import static net.vireo.vrouter.graph.BridgedNode.VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.six;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.intAt;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.PREFIX;
import static net.vireo.vrouter.graph.Overlay.ints;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.mplsOverUdp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.flow.FlowControl;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowSetting;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.TcpFlowState;
import net.vireo.vrouter.table.ForwardingClass;
import net.vireo.vrouter.table.Mirror;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopDetails;
import net.vireo.vrouter.table.QosMap;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a verdict says beside forward and drop: mirrors, a QoS map, the member of an ECMP next hop (sheet 1.7, 2.7). */
class FlowVerdictTest {
    private static final int MIRROR = 5;
    private static final int ANALYSER_ADDRESS = 0x0a000009;
    private static final int ECMP = 50;
    private static final int FLOWS = 40;
    private static final int SERVICE = 0x79000001;
    private static final int NO_MIRROR = 0xff;

    private final BridgedNode lab = new BridgedNode();
    private final FlowTable table = lab.node.flows.table();
    private final FlowControl control = new FlowControl(table);
    private final FlowKeys key = new FlowKeys(1);

    @BeforeEach
    void policy() {
        lab.flags(A, Vif.FLAG_POLICY);
        lab.tunnel(
                60,
                Nexthop.FLAG_TUNNEL_UDP,
                ANALYSER_ADDRESS,
                new NexthopDetails(new int[0], new int[0], 0, 0, NexthopDetails.NO_LABEL, 8097, 8099));
        lab.node.tables.putMirror(new Mirror(MIRROR, 60, Mirror.FLAG_DYNAMIC, -1, 0));
        lab.ecmp(ECMP, 0, 0, new int[] {UDP, GRE, VXLAN}, 0x202, 0x203, 0x204);
        lab.node.tables.putRoute(BridgedNode.VRF, new Route(0x79000000, 8, ECMP, 99, Route.FLAG_LABEL_VALID));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private int nexthop() {
        return lab.node.tables.vif(A).nexthopId();
    }

    private static FlowSetting verdict(
            final int action, final int flags, final int source, final int mirror, final int second, final int qos) {
        return new FlowSetting(
                action,
                FlowState.ACTIVE | flags,
                0,
                BridgedNode.VRF,
                BridgedNode.VRF,
                source,
                mirror,
                second,
                qos,
                0,
                -1,
                -1,
                0);
    }

    /** Makes a flow with the key that was put together. */
    private int add(final int reverse, final FlowSetting verdict) {
        final var reply =
                control.set(new FlowRequest(FlowTable.NONE, 0, key, reverse, false, verdict), FlowContext.nowMs());
        assertThat(reply.error()).isZero();
        return reply.index();
    }

    private int flow(final int destination, final int sourcePort, final FlowSetting verdict) {
        key.ipv4(0, nexthop(), 17, sourcePort, 80, A_IP, destination);
        return add(FlowTable.NONE, verdict);
    }

    private static byte[] packet(final int tos, final int destination, final int sourcePort) {
        return ethernet(
                ROUTER_MAC, A_MAC, 0x0800, ipv4(tos, 0, 64, 17, A_IP, destination, udp(sourcePort, 80, new byte[8])));
    }

    @Test
    void shouldMirrorWhatAFlowForwardsAndWhatItDrops() {
        flow(FAR_UDP, 1, verdict(FlowState.FORWARD, FlowState.MIRROR, 0, MIRROR, NO_MIRROR, -1));
        flow(FAR_UDP, 2, verdict(FlowState.DROP, FlowState.MIRROR, 0, NO_MIRROR, MIRROR, -1));
        flow(FAR_UDP, 3, verdict(FlowState.FORWARD, FlowState.MIRROR, 0, MIRROR, MIRROR, -1));
        assertThat(destinations(lab.pass(lab.a, packet(0, FAR_UDP, 1), lab.fabric)))
                .containsExactlyInAnyOrder(ANALYSER_ADDRESS, BridgedNode.BY_UDP);
        final List<byte[]> dropped = lab.pass(lab.a, packet(0, FAR_UDP, 2), lab.fabric);
        assertThat(destinations(dropped)).containsExactly(ANALYSER_ADDRESS);
        assertThat(Frames.slice(dropped.getFirst(), 44, packet(0, FAR_UDP, 2).length))
                .as("the frame behind the metadata")
                .isEqualTo(packet(0, FAR_UDP, 2));
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.FLOW_ACTION_DROP, 1L));
        assertThat(lab.pass(lab.a, packet(0, FAR_UDP, 3), lab.fabric)).hasSize(3);
    }

    @Test
    void shouldMarkByTheFlowsMap() {
        final byte[] classes = new byte[QosMap.ROWS];
        classes[46] = 1;
        lab.node.tables.qosMaps().put(3, new QosMap(3, classes));
        lab.node.tables.forwardingClasses().put(1, new ForwardingClass(1, 34, 4, 6, 0));
        flow(FAR_UDP, 1, verdict(FlowState.FORWARD, 0, 0, 0, 0, 3));
        flow(FAR_UDP, 2, verdict(FlowState.FORWARD, 0, 0, 0, 0, -1));
        final byte[] marked =
                lab.pass(lab.a, packet(46 << 2, FAR_UDP, 1), lab.fabric).getFirst();
        assertThat(marked[15]).isEqualTo((byte) (34 << 2));
        assertThat(intAt(marked, 42) >>> 9 & 7).as("EXP").isEqualTo(4);
        assertThat(lab.pass(lab.a, packet(46 << 2, FAR_UDP, 2), lab.fabric).getFirst()[15])
                .as("a flow without a map")
                .isZero();
    }

    @Test
    void shouldKeepAFlowsMemberWhenOthersJoin() {
        for (int port = 1; port <= FLOWS; port++) {
            flow(SERVICE, port, verdict(FlowState.FORWARD, 0, 0, 0, 0, -1));
        }
        final List<Integer> first = choices();
        assertThat(first).contains(BridgedNode.BY_UDP, BY_GRE, BridgedNode.BY_VXLAN);
        lab.ecmp(ECMP, 0, 0, new int[] {UDP, GRE, VXLAN, UDP, UDP}, 0x202, 0x203, 0x204, 0x205, 0x206);
        assertThat(choices()).as("more members").isEqualTo(first);
        lab.ecmp(ECMP, 0, 0, new int[] {UDP, Nexthop.NO_MEMBER, VXLAN}, 0x202, 0x203, 0x204);
        final List<Integer> moved = choices();
        for (int i = 0; i < FLOWS; i++) {
            assertThat(moved.get(i)).isNotEqualTo(BY_GRE);
            if (first.get(i) != BY_GRE) {
                assertThat(moved.get(i)).as("not its member that went").isEqualTo(first.get(i));
            }
        }
        lab.ecmp(ECMP, 0, 0, new int[] {UDP, GRE, VXLAN}, 0x202, 0x203, 0x204);
        assertThat(choices()).as("nobody goes back").isEqualTo(moved);
    }

    @Test
    void shouldAnswerByTheMemberThatAsked() {
        lab.encap(BridgedNode.A_ROUTED, Nexthop.FAMILY_INET, Nexthop.FLAG_POLICY, A, A_MAC);
        final int out = flow(SERVICE, 1000, verdict(FlowState.FORWARD, 0, 0, 0, 0, -1));
        key.ipv4(0, nexthop(), 17, 80, 1000, SERVICE, A_IP);
        final int in = add(out, verdict(FlowState.FORWARD, FlowState.RFLOW_VALID, ECMP, 0, 0, -1));
        assertThat(in).isNotEqualTo(out);
        for (final int node : List.of(BY_GRE, BridgedNode.BY_VXLAN, BridgedNode.BY_UDP)) {
            final byte[] question = ipv4(0, 0, 64, 17, SERVICE, A_IP, udp(80, 1000, new byte[4]));
            assertThat(lab.pass(lab.fabric, mplsOverUdp(node, BridgedNode.LABEL_PACKET, question), lab.a))
                    .hasSize(1);
            assertThat(destinations(lab.pass(lab.a, packet(0, SERVICE, 1000), lab.fabric)))
                    .containsExactly(node);
        }
        final byte[] foreign = ipv4(0, 0, 64, 17, SERVICE, A_IP, udp(80, 1000, new byte[4]));
        assertThat(lab.pass(lab.fabric, mplsOverUdp(0x0a000077, BridgedNode.LABEL_PACKET, foreign), lab.a))
                .isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.INVALID_SOURCE, 1L));
    }

    @Test
    void shouldFollowTcpInIpv6RoutedAndBridged() {
        final byte[] syn = Overlay.join(ints(1000 << 16 | 80, 7, 0, 0x5002 << 16 | 1000, 0));
        final byte[] packet = ipv6(6, 64, six(A_IP), six(FAR_UDP), syn);
        for (final long router : List.of(ROUTER_MAC, FAR_UDP_MAC)) {
            key.ipv6(0, nexthop(), 6, 1000, 80, PREFIX, six(A_IP), PREFIX, six(FAR_UDP));
            final int flow = table.find(key, 0) != FlowTable.NONE
                    ? table.find(key, 0)
                    : add(FlowTable.NONE, verdict(FlowState.FORWARD, 0, 0, 0, 0, -1));
            assertThat(lab.pass(lab.a, ethernet(router, A_MAC, 0x86dd, packet), lab.fabric))
                    .hasSize(1);
            assertThat(FlowState.tcp(table.state(flow)) & TcpFlowState.SYN).isEqualTo(TcpFlowState.SYN);
        }
        assertThat(lab.drops()).isEmpty();
    }

    @Test
    void shouldGivePacketsOfABgpServiceTheirTtl() {
        key.ipv4(0, nexthop(), 17, 1, 80, A_IP, FAR_UDP);
        final FlowSetting plain = verdict(FlowState.FORWARD, FlowState.BGP_SERVICE, 0, 0, 0, -1);
        add(FlowTable.NONE, withTtl(plain, 64));
        final byte[] dying =
                ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 1, 17, A_IP, FAR_UDP, udp(1, 80, new byte[8])));
        final byte[] sent = lab.pass(lab.a, dying, lab.fabric).getFirst();
        assertThat(sent[46 + 8]).isEqualTo((byte) 63);
        assertThat(Frames.checksum(sent, 46, 20)).isZero();
    }

    private static FlowSetting withTtl(final FlowSetting plain, final int ttl) {
        return new FlowSetting(
                plain.action(),
                plain.flags(),
                plain.flags1(),
                plain.vrf(),
                plain.destinationVrf(),
                plain.sourceNexthop(),
                plain.mirror(),
                plain.secondMirror(),
                plain.qos(),
                ttl,
                plain.ecmpMember(),
                plain.underlayMember(),
                plain.dropReason());
    }

    private List<Integer> choices() {
        final List<Integer> choices = new ArrayList<>();
        for (int port = 1; port <= FLOWS; port++) {
            choices.addAll(destinations(lab.pass(lab.a, packet(0, SERVICE, port), lab.fabric)));
        }
        assertThat(choices).hasSize(FLOWS);
        return choices;
    }

    private static List<Integer> destinations(final List<byte[]> sent) {
        return sent.stream().map(frame -> intAt(frame, 30)).toList();
    }
}
