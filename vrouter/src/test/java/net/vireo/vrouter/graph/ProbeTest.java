// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.B_IP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.join;
import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.trace.ProbeMark;
import net.vireo.vrouter.trace.TraceStep;
import net.vireo.vrouter.trace.TraceWish;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A trace's probes: sent as if a guest had, traced by their mark, and ended before a guest gets them. */
class ProbeTest {
    private static final byte[] MARK = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        assertThat(lab.node.ledger().broken()).isEmpty();
        lab.close();
    }

    private static byte[] frame(final int to, final byte[] mark) {
        return ethernet(
                ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, to, udp(1000, 2000, join(new byte[20], mark))));
    }

    private int arm(final int vif, final boolean stops) {
        return lab.node.traces.arm(new TraceWish(vif, 1, new ProbeMark(MARK), stops, TraceWish.MANY_STEPS));
    }

    @Test
    void shouldEndBeforeTheGuest() {
        final int session = arm(A, true);
        assertThat(lab.node.lcore.probe(A, frame(B_IP, MARK))).isTrue();
        lab.node.settle();
        assertThat(lab.b.receive()).isEmpty();
        assertThat(lab.node.traces.captured(session)).isEqualTo(1);
        assertThat(lab.node.counters.lcore(0, LcoreCounter.BORN_PROBE)).isEqualTo(1);
        assertThat(lab.node.counters.lcore(0, LcoreCounter.CONSUMED_PROBE)).isEqualTo(1);
        assertThat(lab.node.counters.vif(0, A, VifCounter.RX_PACKETS)).isZero();
    }

    @Test
    void shouldReachTheGuestWhenItIsToBeDelivered() {
        arm(A, false);
        lab.node.lcore.probe(A, frame(B_IP, MARK));
        lab.node.settle();
        assertThat(lab.b.receive()).hasSize(1);
    }

    @Test
    void shouldLeaveByTheFabric() {
        arm(A, true);
        lab.node.lcore.probe(A, frame(FAR_UDP, MARK));
        lab.node.settle();
        assertThat(lab.fabric.receive()).hasSize(1);
    }

    @Test
    void shouldBeFoundAmongOthersByItsMark() {
        final int session = arm(Vif.FABRIC_INDEX, true);
        final byte[] others = ipv4(0, 0, 63, 17, FAR_UDP, A_IP, udp(1, 2, new byte[40]));
        final byte[] probe = ipv4(0, 0, 63, 17, FAR_UDP, A_IP, udp(3, 4, join(new byte[24], MARK)));
        lab.fabric.send(Overlay.mplsOverUdp(BridgedNode.BY_UDP, BridgedNode.LABEL_PACKET, others));
        lab.fabric.send(Overlay.mplsOverUdp(BridgedNode.BY_UDP, BridgedNode.LABEL_PACKET, probe));
        lab.fabric.send(Overlay.mplsOverUdp(BridgedNode.BY_UDP, BridgedNode.LABEL_PACKET, others));
        lab.node.settle();
        assertThat(lab.a.receive()).hasSize(2);
        assertThat(lab.node.traces.captured(session)).isEqualTo(1);
    }

    @Test
    void shouldBeFollowedThroughItsWaitForAVerdict() {
        lab.flags(A, Vif.FLAG_POLICY);
        final int session = arm(A, true);
        lab.node.lcore.probe(A, frame(B_IP, MARK));
        lab.node.settle();
        assertThat(lab.node.traces.captured(session)).as("waits").isZero();
        assertThat(lab.agent.receive()).as("the agent is asked").hasSize(1);
        new RandomTables(lab, new java.util.Random(1)).permit(lab.node.graph.waitingFlow());
        lab.node.settle();
        assertThat(lab.b.receive()).isEmpty();
        final byte[] steps = lab.node.traces.fetch(session, 0).steps();
        assertThat(steps.length / TraceStep.LENGTH_BYTES).isGreaterThan(6);
        assertThat(lab.node.counters.lcore(0, LcoreCounter.CONSUMED_PROBE)).isEqualTo(1);
    }

    @Test
    void shouldRefuseAFrameThatFitsNoBuffer() {
        assertThat(lab.node.lcore.probe(A, new byte[5000])).isFalse();
    }
}
