// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.GRE;
import static net.vireo.vrouter.graph.BridgedNode.UDP;
import static net.vireo.vrouter.graph.BridgedNode.VXLAN;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.intAt;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.shortAt;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The choice among equal next hops, in packet mode: sheet 2.7. */
class EcmpTest {
    private static final int ECMP = 50;
    private static final int FLOWS = 60;
    private static final int ADDRESS = 0x79000001;
    private static final long MAC = 0x020000000eeeL;

    private final BridgedNode lab = new BridgedNode();

    @BeforeEach
    void routes() {
        members(0, 0, UDP, GRE, VXLAN);
        lab.node.tables.putRoute(BridgedNode.VRF, new Route(0x79000000, 8, ECMP, 99, Route.FLAG_LABEL_VALID));
        lab.route(FAR_UDP, ECMP, 99, 0, 0);
        lab.bridge(MAC, ECMP, 99);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void members(final int flags, final int fields, final int... members) {
        lab.ecmp(ECMP, flags, fields, members, 0x202, 0x203, 0x204);
    }

    private static byte[] flow(final int number) {
        return ethernet(
                ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, ADDRESS, udp(1000 + number, 80, new byte[4])));
    }

    /** The far node that each flow went to. */
    private List<Integer> choices(final IntFunction<byte[]> frames) {
        final List<Integer> choices = new ArrayList<>();
        for (int i = 0; i < FLOWS; i++) {
            final List<byte[]> sent = lab.pass(lab.a, frames.apply(i), lab.fabric);
            assertThat(sent).hasSize(1);
            choices.add(intAt(sent.getFirst(), 30));
        }
        return choices;
    }

    @Test
    void shouldSpreadFlowsAndKeepEachOnItsWay() {
        final List<Integer> first = choices(EcmpTest::flow);
        assertThat(choices(EcmpTest::flow)).isEqualTo(first);
        for (final int node : List.of(0x0a000002, 0x0a000003, 0x0a000004)) {
            assertThat(first.stream().filter(choice -> choice == node).count())
                    .as("flows to %x", node)
                    .isBetween(10L, 30L);
        }
        assertThat(lab.vrf(VrfCounter.ECMP)).isEqualTo(2 * FLOWS);
    }

    @Test
    void shouldMoveOnlyTheFlowsOfAMemberThatLeft() {
        final List<Integer> before = choices(EcmpTest::flow);
        members(0, 0, UDP, Nexthop.NO_MEMBER, VXLAN);
        final List<Integer> after = choices(EcmpTest::flow);
        final HashSet<Integer> refuges = new HashSet<>();
        for (int i = 0; i < FLOWS; i++) {
            if (before.get(i) == 0x0a000003) {
                refuges.add(after.get(i));
            } else {
                assertThat(after.get(i)).isEqualTo(before.get(i));
            }
        }
        assertThat(refuges).as("both others take some").containsExactlyInAnyOrder(0x0a000002, 0x0a000004);
        members(0, 0, UDP, GRE, VXLAN);
        assertThat(choices(EcmpTest::flow)).as("it came back").isEqualTo(before);
    }

    @Test
    void shouldUseTheMembersLabelUnlessTheLookUpsCounts() {
        members(0, 0, UDP, UDP, UDP);
        final HashSet<Integer> labels = new HashSet<>();
        for (int i = 0; i < FLOWS; i++) {
            labels.add(intAt(lab.pass(lab.a, flow(i), lab.fabric).getFirst(), 42) >>> 12);
        }
        assertThat(labels).containsExactlyInAnyOrder(0x202, 0x203, 0x204);
        members(Nexthop.FLAG_COMPOSITE_LU_ECMP, 0, UDP, UDP, UDP);
        assertThat(intAt(lab.pass(lab.a, flow(0), lab.fabric).getFirst(), 42) >>> 12)
                .isEqualTo(99);
    }

    @ParameterizedTest(name = "fields {0}: protocol {1}, source {2}, its port {3}, destination {4}, its port {5}")
    @CsvSource({
        "0x01, true,  false, false, false, false",
        "0x02, false, true,  false, false, false",
        "0x04, false, false, true,  false, false",
        "0x08, false, false, false, true,  false",
        "0x10, false, false, false, false, true",
        "0x0a, false, true,  false, true,  false",
        "0x00, true,  true,  true,  true,  true",
        "0x1f, true,  true,  true,  true,  true"
    })
    void shouldLookOnlyAtTheFieldsThatTheNexthopNames(
            final int fields,
            final boolean protocol,
            final boolean source,
            final boolean sourcePort,
            final boolean destination,
            final boolean destinationPort) {
        members(0, fields, UDP, GRE, VXLAN);
        assertThat(varies(i -> packet(140 + i, A_IP, ADDRESS, 1, 1))).isEqualTo(protocol);
        assertThat(varies(i -> packet(17, A_IP + i, ADDRESS, 1, 1))).isEqualTo(source);
        assertThat(varies(i -> packet(17, A_IP, ADDRESS, 1 + i, 1))).isEqualTo(sourcePort);
        assertThat(varies(i -> packet(17, A_IP, ADDRESS + i, 1, 1))).isEqualTo(destination);
        assertThat(varies(i -> packet(17, A_IP, ADDRESS, 1, 1 + i))).isEqualTo(destinationPort);
    }

    private static byte[] packet(
            final int protocol, final int source, final int destination, final int from, final int to) {
        return ethernet(
                ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, protocol, source, destination, udp(from, to, new byte[8])));
    }

    private boolean varies(final IntFunction<byte[]> frames) {
        return new HashSet<>(choices(frames)).size() > 1;
    }

    @Test
    void shouldSpreadIpv6AndFramesToo() {
        final IntFunction<byte[]> six =
                i -> ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(17, 64, 4, 0x102, udp(1000 + i, 80, new byte[4])));
        assertThat(new HashSet<>(choices(six))).hasSize(3);
        assertThat(choices(six)).isEqualTo(choices(six));
        final IntFunction<byte[]> bridged =
                i -> ethernet(MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, ADDRESS, udp(1000 + i, 80, new byte[4])));
        assertThat(new HashSet<>(choices(bridged))).hasSize(3);
        assertThat(choices(bridged)).isEqualTo(choices(bridged));
        final IntFunction<byte[]> other = i -> ethernet(MAC, A_MAC, 0x9999, new byte[] {(byte) i});
        assertThat(new HashSet<>(choices(other))).as("all of one pair of MACs").hasSize(1);
    }

    @Test
    void shouldKeepTheFragmentsOfADatagramTogether() {
        final HashSet<Integer> nodes = new HashSet<>();
        final HashSet<Integer> ports = new HashSet<>();
        for (final int fragment : new int[] {0x2000, 0x2010, 0x0020}) {
            final byte[] frame = ethernet(
                    ROUTER_MAC,
                    A_MAC,
                    0x0800,
                    ipv4(0, fragment, 64, 17, A_IP, ADDRESS, udp(fragment, 80, new byte[8])));
            final byte[] sent = lab.pass(lab.a, frame, lab.fabric).getFirst();
            nodes.add(intAt(sent, 30));
            ports.add(shortAt(sent, 34));
        }
        assertThat(nodes).hasSize(1);
        assertThat(ports).hasSize(1);
    }

    @Test
    void shouldDropWhenNobodyIsLeft() {
        members(0, 0, Nexthop.NO_MEMBER, Nexthop.NO_MEMBER, Nexthop.NO_MEMBER);
        assertThat(lab.pass(lab.a, flow(1), lab.fabric)).isEmpty();
        lab.node.tables.removeNexthop(GRE);
        members(0, 0, GRE);
        assertThat(lab.pass(lab.a, flow(1), lab.fabric)).isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.DISCARD, 1L, DropReason.INVALID_NH, 1L));
    }

    @Test
    void shouldEndAChoiceThatLeadsToItself() {
        members(0, 0, ECMP);
        assertThat(lab.pass(lab.a, flow(1), lab.fabric)).isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.PKT_LOOP, 1L));
    }

    @Test
    void shouldChooseAmongGuestsHere() {
        members(0, 0, BridgedNode.A_ROUTED, BridgedNode.B_ROUTED);
        lab.ecmp(ECMP, 0, 0, new int[] {BridgedNode.A_ROUTED, BridgedNode.B_ROUTED}, -1, -1);
        int toB = 0;
        for (int i = 0; i < FLOWS; i++) {
            toB += lab.pass(lab.c, fromC(i), lab.b).size();
        }
        assertThat(toB).isBetween(15, 45);
        assertThat(lab.a.receive()).hasSize(FLOWS - toB);
    }

    private static byte[] fromC(final int number) {
        return ethernet(
                ROUTER_MAC,
                BridgedNode.C_MAC,
                0x0800,
                ipv4(0, 0, 64, 17, BridgedNode.C_IP, ADDRESS, udp(1000 + number, 80, new byte[4])));
    }
}
