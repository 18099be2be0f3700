// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FABRIC_MAC;
import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST_MAC;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.REMOTE_MAC;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.intAt;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.shortAt;
import static net.vireo.vrouter.graph.Frames.slice;
import static net.vireo.vrouter.graph.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.flow.FlowControl;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowReply;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowSetting;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FragmentQueue;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VlanAssignment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of flows: the first packet, the agent's verdict, and what it does to the packets (sheet 1.7, 2.10, 2.11). */
class FlowTest {
    private static final int AGENT_HEADER = 14;
    private static final int TRAPPED = AGENT_HEADER + 30;

    private final OneNode lab = new OneNode();
    private final FlowControl control = new FlowControl(lab.node.flows.table());
    private final FlowKeys key = new FlowKeys(1);
    private Peer agent;

    @BeforeEach
    void asksForPolicy() {
        agent = lab.node.attach(TestNode.vif(Vif.AGENT_INDEX, Vif.TYPE_AGENT, Vif.NO_VRF, ROUTER_MAC, 0));
        lab.node.askForPolicy(TestNode.RED_VIF);
    }

    @AfterEach
    void balances() {
        assertThat(lab.node.ledger().broken()).isEmpty();
        lab.close();
    }

    private static byte[] packet(final int port) {
        return OneNode.fromGuest(ipv4(0, 0, 64, 17, GUEST, FAR_GUEST, udp(1000, port, new byte[8])));
    }

    private static byte[] answer(final int port) {
        return OneNode.tunnelled(ipv4(0, 0, 63, 17, FAR_GUEST, GUEST, udp(port, 1000, new byte[8])));
    }

    private int flow(final int source, final int destination, final int sourcePort, final int destinationPort) {
        key.ipv4(0, TestNode.RED_VIF, 17, sourcePort, destinationPort, source, destination);
        return lab.node.flows.table().find(key, 0);
    }

    private int made(final int port) {
        return flow(GUEST, FAR_GUEST, 1000, port);
    }

    private FlowReply judge(final int index, final int reverse, final FlowSetting verdict) {
        final int generation = lab.node.flows.table().generation(index);
        lab.node.flows.table().key(index, key);
        final FlowReply reply =
                control.set(new FlowRequest(index, generation, key, reverse, false, verdict), FlowContext.nowMs());
        lab.node.lcore.releaseFlow(index, generation);
        lab.node.settle();
        return reply;
    }

    private static FlowSetting verdict(final int action, final int flags) {
        return new FlowSetting(
                action, FlowState.ACTIVE | flags, 0, TestNode.RED, TestNode.RED, 0, 0, 0, -1, 0, -1, -1, 0);
    }

    @Test
    void shouldTellTheAgentOfTheFirstPacketAndLetItWait() {
        assertThat(lab.guestToFabric(packet(80))).isEmpty();
        final List<byte[]> upcalls = agent.receive();
        assertThat(upcalls).hasSize(1);
        final byte[] upcall = upcalls.getFirst();
        assertThat(shortAt(upcall, AGENT_HEADER)).as("interface").isEqualTo(TestNode.RED_VIF);
        assertThat(shortAt(upcall, AGENT_HEADER + 2)).as("VRF").isEqualTo(TestNode.RED);
        assertThat(shortAt(upcall, AGENT_HEADER + 4)).as("reason").isEqualTo(TrapReason.FLOW_MISS.code());
        assertThat(intAt(upcall, AGENT_HEADER + 6)).as("flow").isEqualTo(made(80));
        assertThat(intAt(upcall, AGENT_HEADER + 10)).as("next hop of the key").isEqualTo(TestNode.RED_VIF);
        assertThat(slice(upcall, TRAPPED, upcall.length - TRAPPED)).isEqualTo(packet(80));
        assertThat(lab.node.drops()).isEmpty();
        assertThat(FlowState.action(lab.node.flows.table().state(made(80)))).isEqualTo(FlowState.HOLD);
    }

    @Test
    void shouldForwardWhatWaitedWhenTheVerdictIsThere() {
        lab.guestToFabric(packet(80));
        judge(made(80), FlowTable.NONE, verdict(FlowState.FORWARD, 0));
        assertThat(lab.fabric.receive()).hasSize(1);
        assertThat(lab.guestToFabric(packet(80)))
                .as("the next goes straight through")
                .hasSize(1);
        assertThat(agent.receive()).as("one upcall").hasSize(1);
        assertThat(lab.node.flows.table().packets(made(80))).isEqualTo(2);
    }

    @Test
    void shouldKeepThreePacketsAndDropTheFourth() {
        for (int i = 0; i < 4; i++) {
            lab.guestToFabric(packet(80));
        }
        assertThat(lab.node.drops()).isEqualTo(Map.of(DropReason.FLOW_QUEUE_LIMIT_EXCEEDED, 1L));
        judge(made(80), FlowTable.NONE, verdict(FlowState.FORWARD, 0));
        assertThat(lab.fabric.receive()).hasSize(3);
        assertThat(agent.receive()).hasSize(1);
    }

    @Test
    void shouldDropWhatThePolicyDenies() {
        lab.guestToFabric(packet(80));
        judge(made(80), FlowTable.NONE, verdict(FlowState.DROP, 0));
        lab.guestToFabric(packet(80));
        assertThat(lab.fabric.receive()).isEmpty();
        assertThat(lab.node.drops()).isEqualTo(Map.of(DropReason.FLOW_ACTION_DROP, 2L));
    }

    @Test
    void shouldAskForPolicyWhenAPacketComesOutOfATunnel() {
        assertThat(lab.fabricToGuest(answer(80))).isEmpty();
        assertThat(agent.receive()).hasSize(1);
        judge(flow(FAR_GUEST, GUEST, 80, 1000), FlowTable.NONE, verdict(FlowState.FORWARD, 0));
        assertThat(lab.guest.receive()).hasSize(1);
        assertThat(lab.fabricToGuest(answer(80))).hasSize(1);
    }

    @Test
    void shouldTranslateBothWays() {
        final int service = 0x78000063;
        final byte[] toService = OneNode.fromGuest(ipv4(0, 0, 64, 17, GUEST, service, udp(1000, 8080, new byte[8])));
        lab.guestToFabric(toService);
        final int forward = flow(GUEST, service, 1000, 8080);
        final FlowKeys reverseKey = new FlowKeys(1);
        reverseKey.ipv4(0, TestNode.RED_VIF, 17, 80, 1000, FAR_GUEST, GUEST);
        final FlowReply reverse = control.set(
                new FlowRequest(
                        FlowTable.NONE,
                        0,
                        reverseKey,
                        forward,
                        false,
                        verdict(FlowState.NAT, FlowState.SNAT | FlowState.SPAT)),
                FlowContext.nowMs());
        assertThat(reverse.error()).isZero();
        judge(forward, reverse.index(), verdict(FlowState.NAT, FlowState.DNAT | FlowState.DPAT));
        final byte[] out = lab.fabric.receive().getFirst();
        assertThat(intAt(out, 46 + 16)).as("destination").isEqualTo(FAR_GUEST);
        assertThat(shortAt(out, 46 + 22)).as("port").isEqualTo(80);
        assertThat(Frames.checksum(out, 46, 20)).as("header checksum").isZero();
        final byte[] back = lab.fabricToGuest(answer(80)).getFirst();
        assertThat(intAt(back, 14 + 12)).as("source").isEqualTo(service);
        assertThat(shortAt(back, 14 + 20)).as("port").isEqualTo(8080);
    }

    @Test
    void shouldTakeAGuestToAServiceOfTheHostAndTheAnswerBack() {
        final int asked = 0xa9fe_a9fe;
        final int knownAs = 0xa9fe_0003;
        lab.guestToFabric(OneNode.fromGuest(ipv4(0, 0, 64, 17, GUEST, asked, udp(1000, 80, new byte[8]))));
        final int forward = flow(GUEST, asked, 1000, 80);
        final FlowKeys reverseKey = new FlowKeys(1);
        reverseKey.ipv4(0, 0, 17, 8097, 1000, LOCAL, knownAs);
        final FlowReply reverse = control.set(
                new FlowRequest(
                        FlowTable.NONE,
                        0,
                        reverseKey,
                        forward,
                        false,
                        translated(FlowState.SNAT | FlowState.DNAT | FlowState.SPAT, 0, TestNode.RED)),
                FlowContext.nowMs());
        judge(forward, reverse.index(), translated(FlowState.SNAT | FlowState.DNAT | FlowState.DPAT, TestNode.RED, 0));

        final byte[] arrived = lab.host.receive().getFirst();
        assertThat(slice(arrived, 0, 12))
                .as("a frame for the host")
                .isEqualTo(slice(ethernet(FABRIC_MAC, ROUTER_MAC, 0x0800, new byte[0]), 0, 12));
        assertThat(intAt(arrived, 14 + 12)).as("source").isEqualTo(knownAs);
        assertThat(intAt(arrived, 14 + 16)).as("destination").isEqualTo(LOCAL);
        assertThat(shortAt(arrived, 14 + 22)).as("port").isEqualTo(8097);
        assertThat(Frames.checksum(arrived, 14, 20)).as("header checksum").isZero();

        final byte[] answer = ipv4(0, 0, 64, 17, LOCAL, knownAs, udp(8097, 1000, new byte[8]));
        lab.host.send(ethernet(ROUTER_MAC, FABRIC_MAC, 0x0800, answer));
        lab.node.settle();
        final byte[] back = lab.guest.receive().getFirst();
        assertThat(intAt(back, 14 + 12)).as("source").isEqualTo(asked);
        assertThat(intAt(back, 14 + 16)).as("destination").isEqualTo(GUEST);
        assertThat(shortAt(back, 14 + 20)).as("port").isEqualTo(80);

        final byte[] elsewhere = ethernet(REMOTE_MAC, FABRIC_MAC, 0x0800, answer);
        lab.host.send(elsewhere);
        lab.node.settle();
        assertThat(lab.fabric.receive())
                .as("what the host sends by another router is the fabric's")
                .containsExactly(elsewhere);
    }

    private static FlowSetting translated(final int flags, final int vrf, final int destinationVrf) {
        return new FlowSetting(
                FlowState.NAT, FlowState.ACTIVE | flags, 0, vrf, destinationVrf, 0, 0, 0, -1, 0, -1, -1, 0);
    }

    @Test
    void shouldNameATranslationWithoutAReverseFlow() {
        lab.guestToFabric(packet(80));
        judge(made(80), FlowTable.NONE, verdict(FlowState.NAT, FlowState.SNAT));
        assertThat(lab.node.drops()).isEqualTo(Map.of(DropReason.FLOW_NAT_NO_RFLOW, 1L));
    }

    @Test
    void shouldRefusePacketsFromElsewhereThanTheFlowsSource() {
        lab.guestToFabric(packet(80));
        judge(
                made(80),
                FlowTable.NONE,
                new FlowSetting(
                        FlowState.FORWARD,
                        FlowState.ACTIVE,
                        0,
                        TestNode.RED,
                        TestNode.RED,
                        TestNode.TUNNEL_NEXTHOP,
                        0,
                        0,
                        -1,
                        0,
                        -1,
                        -1,
                        0));
        assertThat(lab.fabric.receive()).isEmpty();
        assertThat(lab.node.drops()).isEqualTo(Map.of(DropReason.INVALID_SOURCE, 1L));
    }

    @Test
    void shouldNameNewFlowsWhereNobodyMayJudge() {
        lab.node.lcore.removeVif(Vif.AGENT_INDEX);
        lab.guestToFabric(packet(80));
        assertThat(lab.node.drops()).isEqualTo(Map.of(DropReason.TRAP_NO_IF, 1L));
        assertThat(made(80)).isEqualTo(FlowTable.NONE);
    }

    @Test
    void shouldLimitHowManyFlowsWait() {
        lab.node.flows.limit().limit(2);
        for (int port = 1; port <= 4; port++) {
            lab.guestToFabric(packet(port));
        }
        assertThat(agent.receive()).hasSize(2);
        assertThat(lab.node.drops()).isEqualTo(Map.of(DropReason.FLOW_UNUSABLE, 2L));
    }

    @Test
    void shouldNotAskForMulticast() {
        lab.floodTo(TestNode.RED_NEIGHBOUR_VIF);
        lab.guest.send(Frames.ethernet(
                Frames.BROADCAST, GUEST_MAC, 0x0800, ipv4(0, 0, 64, 17, GUEST, -1, udp(1, 2, new byte[8]))));
        lab.node.settle();
        assertThat(lab.neighbour.receive()).hasSize(1);
        assertThat(agent.receive()).isEmpty();
    }

    @Test
    void shouldLetFragmentsFollowTheirHead() {
        final byte[] whole = udp(1000, 80, new byte[64]);
        final byte[] head = OneNode.fromGuest(ipv4(0, 0x2000, 64, 17, GUEST, FAR_GUEST, slice(whole, 0, 32)));
        final byte[] tail = OneNode.fromGuest(ipv4(0, 4, 64, 17, GUEST, FAR_GUEST, slice(whole, 32, 40)));
        lab.guestToFabric(packet(80));
        judge(made(80), FlowTable.NONE, verdict(FlowState.FORWARD, 0));
        lab.fabric.receive();
        assertThat(lab.guestToFabric(tail)).as("it waits for its head").isEmpty();
        assertThat(lab.guestToFabric(head)).hasSize(2);
        assertThat(lab.guestToFabric(tail)).as("the ports are known now").hasSize(1);
        assertThat(lab.node.drops()).isEmpty();
    }

    @Test
    void shouldNotLetMoreFragmentsGoOnThanMayWait() {
        lab.guestToFabric(packet(80));
        judge(made(80), FlowTable.NONE, verdict(FlowState.FORWARD, 0));
        lab.fabric.receive();
        final byte[] whole = udp(1000, 80, new byte[64]);
        final byte[] tail = OneNode.fromGuest(ipv4(0, 4, 64, 17, GUEST, FAR_GUEST, slice(whole, 32, 40)));
        for (int i = 0; i < FragmentQueue.DEFAULT_LIMIT; i++) {
            lab.guest.send(tail);
            lab.node.settle();
        }
        // In one burst: a head that frees them all, then a tail and a head of another datagram.
        lab.guest.send(OneNode.fromGuest(ipv4(0, 0x2000, 64, 17, GUEST, FAR_GUEST, slice(whole, 0, 32))));
        final byte[] other = ipv4(0, 4, 64, 17, GUEST, FAR_GUEST, slice(whole, 32, 40));
        final byte[] otherHead = ipv4(0, 0x2000, 64, 17, GUEST, FAR_GUEST, slice(whole, 0, 32));
        other[5] ^= 1;
        otherHead[5] ^= 1;
        lab.guest.send(OneNode.fromGuest(Frames.withChecksum(other)));
        lab.guest.send(OneNode.fromGuest(Frames.withChecksum(otherHead)));
        lab.node.settle();
        assertThat(lab.node.drops(DropReason.FRAGMENT_QUEUE_FAIL)).isEqualTo(1);
        lab.fabric.receive();
    }

    @Test
    void shouldRememberWhichTunnelAWaitingPacketCameOutOf() {
        final byte[] others = Overlay.mplsOverUdp(
                Frames.REMOTE + 1,
                OneNode.LABEL_HERE,
                ipv4(0, 0, 63, 17, FAR_GUEST, GUEST, udp(81, 1000, new byte[8])));
        lab.fabric.send(others);
        lab.fabric.send(answer(80));
        lab.node.settle();
        final FlowSetting fromRemote = new FlowSetting(
                FlowState.FORWARD,
                FlowState.ACTIVE,
                0,
                TestNode.RED,
                TestNode.RED,
                TestNode.TUNNEL_NEXTHOP,
                0,
                0,
                -1,
                0,
                -1,
                -1,
                0);
        judge(flow(FAR_GUEST, GUEST, 80, 1000), FlowTable.NONE, fromRemote);
        assertThat(lab.guest.receive()).hasSize(1);
        judge(flow(FAR_GUEST, GUEST, 81, 1000), FlowTable.NONE, fromRemote);
        assertThat(lab.guest.receive()).isEmpty();
        assertThat(lab.node.drops()).isEqualTo(Map.of(DropReason.INVALID_SOURCE, 1L));
    }

    @Test
    void shouldRememberWhichTagAWaitingPacketCameWith() {
        lab.node.flags(TestNode.RED_VIF, Vif.FLAG_POLICY | Vif.FLAG_SERVICE);
        lab.node.tables.putVlanAssignment(TestNode.RED_VIF, 7, new VlanAssignment(TestNode.RED, 7));
        lab.node.tables.putVlanAssignment(TestNode.RED_VIF, 8, new VlanAssignment(TestNode.RED, 8));
        lab.guest.send(Overlay.tagged(0x8100, 7, packet(80)));
        lab.guest.send(Overlay.tagged(0x8100, 8, packet(80)));
        lab.node.settle();
        key.ipv4(0, 8, 17, 1000, 80, GUEST, FAR_GUEST);
        judge(lab.node.flows.table().find(key, 0), FlowTable.NONE, verdict(FlowState.FORWARD, 0));
        assertThat(lab.fabric.receive())
                .as("the network of the other tag must not judge it")
                .hasSize(1);
        assertThat(lab.node.drops()).isEmpty();
    }
}
