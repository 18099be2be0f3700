// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FlowVerdict;
import net.vireo.vrouter.table.VerdictSide;
import net.vireo.vrouter.table.Verdicts;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.verdict.VerdictMatch;
import net.vireo.vrouter.verdict.VerdictTableBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flows that an lcore decides on by itself, and those that it leaves to the agent. */
class FlowDeciderTest {
    private static final int OUT = 1;
    private static final int IN = 2;
    private static final int PASS_WEB = Verdicts.verdict(Verdicts.PASS, 7);
    private static final int DENY_ALL = Verdicts.verdict(Verdicts.DENY, 8);
    private static final int ASK_DNS = Verdicts.verdict(Verdicts.ASK, 9);
    private static final int DENY_BY_GROUP = Verdicts.verdict(Verdicts.DENY_GROUP, 10);
    private static final int FRIENDS = 5;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int[] NONE = {};

    private final OneNode lab = new OneNode();
    private final Verdicts verdicts = lab.node.tables.verdicts();
    private final FlowTable flows = lab.node.flows.table();
    private final FlowKeys key = new FlowKeys(1);
    private Peer agent;

    @BeforeEach
    void asksForPolicy() {
        agent = lab.node.attach(TestNode.vif(Vif.AGENT_INDEX, Vif.TYPE_AGENT, Vif.NO_VRF, ROUTER_MAC, 0));
        lab.node.askForPolicy(TestNode.RED_VIF);
        final VerdictTableBuilder out = new VerdictTableBuilder();
        out.add(new VerdictMatch().destinationPorts(53, 53), ASK_DNS);
        out.add(new VerdictMatch().protocol(UDP).destinationPorts(80, 90), PASS_WEB);
        out.add(new VerdictMatch().protocol(ICMP), PASS_WEB);
        out.add(new VerdictMatch(), DENY_ALL);
        verdicts.putTable(OUT, out.build());
        final VerdictTableBuilder in = new VerdictTableBuilder();
        in.add(new VerdictMatch().sourceGroup(FRIENDS), PASS_WEB);
        in.add(new VerdictMatch(), DENY_ALL);
        verdicts.putTable(IN, in.build());
        verdicts.putSide(TestNode.RED_VIF, new VerdictSide(NONE, new int[] {OUT}, new int[] {IN}));
    }

    @AfterEach
    void balances() {
        assertThat(lab.node.ledger().broken()).isEmpty();
        lab.close();
    }

    private static byte[] packet(final int destination, final int port) {
        return OneNode.fromGuest(ipv4(0, 0, 64, UDP, GUEST, destination, udp(1000, port, new byte[8])));
    }

    private static byte[] fromFar(final int sourcePort, final int port) {
        return OneNode.tunnelled(ipv4(0, 0, 63, UDP, FAR_GUEST, GUEST, udp(sourcePort, port, new byte[8])));
    }

    private int flow(final int nexthop, final int source, final int destination, final int sourcePort, final int port) {
        key.ipv4(0, nexthop, UDP, sourcePort, port, source, destination);
        return flows.find(key, 0);
    }

    @Test
    void shouldMakeBothFlowsAndSendTheFirstPacketAtOnce() {
        assertThat(lab.guestToFabric(packet(FAR_GUEST, 80))).hasSize(1);
        assertThat(agent.receive()).as("nobody was asked").isEmpty();
        final int forward = flow(TestNode.RED_VIF, GUEST, FAR_GUEST, 1000, 80);
        final int reverse = flow(TestNode.RED_VIF, FAR_GUEST, GUEST, 80, 1000);
        assertThat(FlowVerdict.reverse(flows.path(forward))).isEqualTo(reverse);
        assertThat(FlowVerdict.reverse(flows.path(reverse))).isEqualTo(forward);
        for (final int index : new int[] {forward, reverse}) {
            assertThat(FlowState.action(flows.state(index))).isEqualTo(FlowState.FORWARD);
            assertThat(FlowState.flags(flows.state(index)) & FlowState.RFLOW_VALID)
                    .isNotZero();
            assertThat(flows.verdict(index)).isEqualTo(PASS_WEB);
        }
        assertThat(FlowVerdict.sourceNexthop(flows.source(forward))).isEqualTo(TestNode.RED_VIF);
        assertThat(FlowVerdict.sourceNexthop(flows.source(reverse))).isEqualTo(TestNode.TUNNEL_NEXTHOP);
        assertThat(flows.packets(forward)).isEqualTo(1);
    }

    @Test
    void shouldLetAnswersInThatNoRuleLetsIn() {
        lab.guestToFabric(packet(FAR_GUEST, 80));
        assertThat(lab.fabricToGuest(fromFar(80, 1000))).hasSize(1);
        assertThat(flows.madeCount()).isEqualTo(2);
    }

    @Test
    void shouldDropWhatATableDeniesAndNameTheVerdict() {
        lab.guestToFabric(packet(FAR_GUEST, 22));
        lab.guestToFabric(packet(FAR_GUEST, 22));
        assertThat(lab.fabric.receive()).isEmpty();
        assertThat(lab.node.drops()).isEqualTo(Map.of(DropReason.FLOW_ACTION_DROP, 2L));
        final int index = flow(TestNode.RED_VIF, GUEST, FAR_GUEST, 1000, 22);
        assertThat(flows.verdict(index)).isEqualTo(DENY_ALL);
        assertThat(FlowVerdict.dropReason(flows.extras(index))).isEqualTo(FlowDropReason.POLICY.number());
        assertThat(agent.receive()).isEmpty();
    }

    @Test
    void shouldLeaveAlsoTheOtherEndsFlowToItsOwnJudgement() {
        lab.guestToFabric(packet(FAR_GUEST, 22));
        assertThat(flows.madeCount()).as("a denied flow is alone").isEqualTo(1);
        verdicts.putGroupSet(1, new int[] {FRIENDS});
        verdicts.putGroups(TestNode.RED, FAR_GUEST, 24, 1);
        assertThat(lab.fabricToGuest(fromFar(23, 1001))).hasSize(1);
        assertThat(agent.receive()).isEmpty();
    }

    @Test
    void shouldAskWhenTheAnswersWereDeniedBefore() {
        assertThat(lab.fabricToGuest(fromFar(80, 1000))).as("no friend").isEmpty();
        assertThat(lab.guestToFabric(packet(FAR_GUEST, 80))).isEmpty();
        assertThat(agent.receive())
                .as("the agent knows how to let answers pass")
                .hasSize(1);
        assertThat(flows.madeCount()).isEqualTo(2);
    }

    @Test
    void shouldSayWhoDenies() {
        final VerdictTableBuilder groups = new VerdictTableBuilder();
        groups.add(new VerdictMatch(), DENY_BY_GROUP);
        verdicts.putTable(OUT, groups.build());
        lab.guestToFabric(packet(FAR_GUEST, 80));
        assertThat(FlowVerdict.dropReason(flows.extras(flow(TestNode.RED_VIF, GUEST, FAR_GUEST, 1000, 80))))
                .isEqualTo(FlowDropReason.SECURITY_GROUP.number());
        lab.fabricToGuest(fromFar(5, 6));
        assertThat(FlowVerdict.dropReason(flows.extras(flow(TestNode.RED_VIF, FAR_GUEST, GUEST, 5, 6))))
                .isEqualTo(FlowDropReason.OUT_POLICY.number());
        verdicts.putTable(IN, groups.build());
        lab.fabricToGuest(fromFar(6, 7));
        assertThat(FlowVerdict.dropReason(flows.extras(flow(TestNode.RED_VIF, FAR_GUEST, GUEST, 6, 7))))
                .isEqualTo(FlowDropReason.OUT_SECURITY_GROUP.number());
    }

    @Test
    void shouldNameTheRuleThatDecidedAndNotTheListThatHasNone() {
        lab.node.askForPolicy(TestNode.RED_NEIGHBOUR_VIF);
        final VerdictTableBuilder open = new VerdictTableBuilder();
        open.add(new VerdictMatch(), Verdicts.ALLOWED);
        verdicts.putTable(IN, open.build());
        verdicts.putSide(TestNode.RED_NEIGHBOUR_VIF, new VerdictSide(NONE, NONE, new int[] {IN}));
        lab.guest.send(packet(OneNode.NEIGHBOUR, 80));
        lab.node.settle();
        assertThat(flows.verdict(flow(TestNode.RED_VIF, GUEST, OneNode.NEIGHBOUR, 1000, 80)))
                .isEqualTo(PASS_WEB);
        assertThat(lab.fabricToGuest(fromFar(5, 6))).hasSize(1);
        assertThat(flows.verdict(flow(TestNode.RED_VIF, FAR_GUEST, GUEST, 5, 6)))
                .isEqualTo(Verdicts.ALLOWED);
    }

    @Test
    void shouldAskForAGuestOfWhichNothingIsKnown() {
        lab.guest.send(packet(OneNode.NEIGHBOUR, 80));
        lab.node.settle();
        assertThat(agent.receive()).hasSize(1);
    }

    @Test
    void shouldJudgeWhatComesInByTheGroupsOfItsSource() {
        assertThat(lab.fabricToGuest(fromFar(5, 6))).isEmpty();
        assertThat(lab.node.drops()).isEqualTo(Map.of(DropReason.FLOW_ACTION_DROP, 1L));
        verdicts.putGroupSet(1, new int[] {4, FRIENDS});
        verdicts.putGroups(TestNode.RED, FAR_GUEST, 24, 1);
        assertThat(lab.fabricToGuest(fromFar(7, 8))).hasSize(1);
        assertThat(agent.receive()).isEmpty();
    }

    @Test
    void shouldJudgeByBothEndsWhenBothAreHere() {
        lab.node.askForPolicy(TestNode.RED_NEIGHBOUR_VIF);
        verdicts.putSide(TestNode.RED_NEIGHBOUR_VIF, new VerdictSide(NONE, NONE, new int[] {IN}));
        lab.guest.send(packet(OneNode.NEIGHBOUR, 80));
        lab.node.settle();
        assertThat(lab.neighbour.receive())
                .as("the neighbour lets friends in only")
                .isEmpty();
        verdicts.putSide(TestNode.RED_VIF, new VerdictSide(new int[] {FRIENDS}, new int[] {OUT}, new int[] {IN}));
        lab.guest.send(packet(OneNode.NEIGHBOUR, 81));
        lab.node.settle();
        assertThat(lab.neighbour.receive()).hasSize(1);
        assertThat(agent.receive()).isEmpty();
        final int forward = flow(TestNode.RED_VIF, GUEST, OneNode.NEIGHBOUR, 1000, 81);
        final int reverse = flow(TestNode.RED_NEIGHBOUR_VIF, OneNode.NEIGHBOUR, GUEST, 81, 1000);
        assertThat(FlowVerdict.reverse(flows.path(forward))).isEqualTo(reverse);
    }

    @Test
    void shouldAskWhereATableSaysSo() {
        assertThat(lab.guestToFabric(packet(FAR_GUEST, 53))).isEmpty();
        assertThat(agent.receive()).hasSize(1);
    }

    @Test
    void shouldAskForAnInterfaceOfWhichNothingIsKnown() {
        verdicts.putSide(TestNode.RED_VIF, null);
        assertThat(verdicts.isActive()).isFalse();
        assertThat(lab.guestToFabric(packet(FAR_GUEST, 80))).isEmpty();
        assertThat(agent.receive()).hasSize(1);
    }

    @Test
    void shouldAskWhenATableIsMissingOrHasNoRule() {
        verdicts.putTable(OUT, null);
        lab.guestToFabric(packet(FAR_GUEST, 80));
        verdicts.putTable(OUT, new VerdictTableBuilder().build());
        lab.guestToFabric(packet(FAR_GUEST, 81));
        assertThat(agent.receive()).hasSize(2);
    }

    @Test
    void shouldAskWhereNoRouteLeads() {
        lab.guestToFabric(packet(0x01020304, 80));
        assertThat(agent.receive()).hasSize(1);
    }

    @Test
    void shouldAskForErrorsOfFlowsThatAreNotThere() {
        final byte[] quote = ipv4(0, 0, 63, UDP, FAR_GUEST, GUEST, udp(80, 1000, new byte[8]));
        final byte[] error = new byte[8 + quote.length];
        error[0] = 3;
        System.arraycopy(quote, 0, error, 8, quote.length);
        lab.guestToFabric(OneNode.fromGuest(ipv4(0, 0, 64, ICMP, GUEST, FAR_GUEST, error)));
        assertThat(agent.receive()).hasSize(1);
    }

    @Test
    void shouldRefuseNewFlowsOfAVifThatMayHaveNone() {
        lab.node.flags(TestNode.RED_VIF, Vif.FLAG_POLICY | Vif.FLAG_DROP_NEW_FLOWS);
        lab.guestToFabric(packet(FAR_GUEST, 80));
        assertThat(lab.node.drops()).isEqualTo(Map.of(DropReason.NEW_FLOWS, 1L));
    }

    @Test
    void shouldDecideWithoutAnAgent() {
        lab.node.lcore.removeVif(Vif.AGENT_INDEX);
        assertThat(lab.guestToFabric(packet(FAR_GUEST, 80))).hasSize(1);
    }

    @Test
    void shouldJudgeEchoByItsOwnFlow() {
        final byte[] echo = {8, 0, 0, 0, 0x12, 0x34, 0, 1};
        assertThat(lab.guestToFabric(OneNode.fromGuest(ipv4(0, 0, 64, ICMP, GUEST, FAR_GUEST, echo))))
                .hasSize(1);
        final byte[] reply = {0, 0, 0, 0, 0x12, 0x34, 0, 1};
        assertThat(lab.fabricToGuest(OneNode.tunnelled(ipv4(0, 0, 63, ICMP, FAR_GUEST, GUEST, reply))))
                .hasSize(1);
        assertThat(flows.madeCount()).isEqualTo(2);
    }
}
