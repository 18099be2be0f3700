// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.table.VerdictSide;
import net.vireo.vrouter.table.Verdicts;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.verdict.VerdictMatch;
import net.vireo.vrouter.verdict.VerdictTableBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One guest scans, another begins a few flows: the first takes no more than its share of what both need. */
class FlowScanTest {
    private static final int OUT = 1;
    private static final int[] NONE = {};
    private static final int UDP = 17;
    private static final int BURST = 32;

    private final OneNode lab = new OneNode();
    private final FlowTable flows = lab.node.flows.table();
    private Peer agent;

    @BeforeEach
    void asksForPolicy() {
        agent = lab.node.attach(TestNode.vif(Vif.AGENT_INDEX, Vif.TYPE_AGENT, Vif.NO_VRF, ROUTER_MAC, 0));
        lab.node.askForPolicy(TestNode.RED_VIF);
        lab.node.askForPolicy(TestNode.RED_NEIGHBOUR_VIF);
    }

    private void decideHere() {
        final VerdictTableBuilder all = new VerdictTableBuilder();
        all.add(new VerdictMatch(), Verdicts.ALLOWED);
        lab.node.tables.verdicts().putTable(OUT, all.build());
        for (final int guest : new int[] {TestNode.RED_VIF, TestNode.RED_NEIGHBOUR_VIF}) {
            lab.node.tables.verdicts().putSide(guest, new VerdictSide(NONE, new int[] {OUT}, NONE));
        }
    }

    @AfterEach
    void balances() {
        assertThat(lab.node.ledger().broken()).isEmpty();
        lab.close();
    }

    private void scan(final int packets) {
        for (int port = 1; port <= packets; port++) {
            lab.guest.send(OneNode.fromGuest(ipv4(0, 0, 64, UDP, GUEST, FAR_GUEST, udp(9, port, new byte[8]))));
            if (port % BURST == 0 || port == packets) {
                lab.node.settle();
                lab.fabric.receive();
                agent.receive();
            }
        }
    }

    private void victim(final int port) {
        lab.neighbour.send(ethernet(
                ROUTER_MAC,
                OneNode.NEIGHBOUR_MAC,
                0x0800,
                ipv4(0, 0, 64, UDP, OneNode.NEIGHBOUR, FAR_GUEST, udp(9, port, new byte[8]))));
        lab.node.settle();
        lab.fabric.receive();
    }

    @Test
    void shouldLeaveRoomInTheTableWhereLcoresDecide() {
        decideHere();
        final int slots = flows.layout().slots();
        scan(slots);
        assertThat(flows.shares().flows(TestNode.RED_VIF)).isBetween(slots * 3 / 4, slots * 4 / 5 + 2);
        assertThat(lab.node.drops(DropReason.FLOW_SHARE)).isPositive();
        assertThat(lab.node.drops(DropReason.FLOW_TABLE_FULL)).isZero();
        final long dropped =
                lab.node.drops().values().stream().mapToLong(each -> each).sum();
        for (int port = 1; port <= 100; port++) {
            victim(port);
        }
        assertThat(lab.node.drops().values().stream().mapToLong(each -> each).sum())
                .as("none of the victim's packets was dropped")
                .isEqualTo(dropped);
        assertThat(flows.shares().flows(TestNode.RED_NEIGHBOUR_VIF)).isEqualTo(200);
    }

    @Test
    void shouldLeaveRoomAmongTheFlowsThatWaitForAVerdict() {
        lab.node.flows.limit().limit(100);
        scan(300);
        assertThat(flows.shares().waiting(TestNode.RED_VIF)).isEqualTo(80);
        assertThat(lab.node.drops(DropReason.FLOW_SHARE)).isEqualTo(220);
        for (int port = 1; port <= 10; port++) {
            victim(port);
            assertThat(agent.receive()).as("the victim's flow %d", port).hasSize(1);
        }
        assertThat(lab.node.drops(DropReason.FLOW_SHARE)).isEqualTo(220);
        assertThat(lab.node.drops(DropReason.FLOW_UNUSABLE)).isZero();
    }

    @Test
    void shouldChargeTheGuestThatIsScannedFromOutside() {
        lab.node.flows.limit().limit(0);
        decideHere();
        for (int port = 1; port <= 10; port++) {
            lab.fabricToGuest(OneNode.tunnelled(ipv4(0, 0, 63, UDP, FAR_GUEST, GUEST, udp(port, 9, new byte[8]))));
        }
        assertThat(flows.shares().flows(TestNode.RED_VIF)).isEqualTo(20);
    }

    @Test
    void shouldChargeWhoBeginsAFlowForItsAnswersToo() {
        decideHere();
        lab.guest.send(OneNode.fromGuest(ipv4(0, 0, 64, UDP, GUEST, OneNode.NEIGHBOUR, udp(9, 5, new byte[8]))));
        lab.node.settle();
        assertThat(lab.neighbour.receive()).hasSize(1);
        assertThat(flows.shares().flows(TestNode.RED_VIF)).isEqualTo(2);
        assertThat(flows.shares().flows(TestNode.RED_NEIGHBOUR_VIF)).isZero();
    }
}
