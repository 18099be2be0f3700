// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_PACKET;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.mplsOverUdp;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.flow.FlowControl;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowSetting;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.predict.Prediction;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.trace.TraceStep;
import net.vireo.vrouter.trace.WalkComparison;
import net.vireo.vrouter.trace.WalkComparison.Field;
import net.vireo.vrouter.trace.WalkComparison.Parting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What changes between prediction and packet is found, and named where it is met. */
class PlantedPartingTest {
    private static final byte[] FRAME =
            ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, udp(1000, 2000, new byte[20])));

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        lab.close();
    }

    private List<Parting> partings(final Prediction predicted, final int vif, final byte[] frame) {
        final int session = lab.node.traces.arm(vif, 1);
        (vif == A ? lab.a : lab.fabric).send(frame);
        lab.node.settle();
        return WalkComparison.partings(
                predicted.steps(), lab.node.traces.fetch(session, 0).steps());
    }

    private String node(final byte[] steps, final int step) {
        return lab.node.counters.nodeNames().get(ByteBuffer.wrap(steps).getShort(step * TraceStep.LENGTH_BYTES));
    }

    @Test
    void shouldFindNothingWhereNothingChanged() {
        assertThat(partings(lab.node.predict(A, FRAME), A, FRAME)).isEmpty();
    }

    @Test
    void shouldFindARouteThatChanged() {
        final Prediction predicted = lab.node.predict(A, FRAME);
        lab.route(FAR_UDP, BridgedNode.GRE, BridgedNode.LABEL_UDP, 0, 0);
        final Parting parting = partings(predicted, A, FRAME).getFirst();
        assertThat(node(predicted.steps(), parting.predictedStep())).isEqualTo("route-lookup");
        assertThat(parting.field()).isIn(Field.EDGE, Field.NEXTHOP);
        assertThat(parting.packet()).isZero();
    }

    @Test
    void shouldFindALabelThatLeadsElsewhere() {
        final byte[] frame =
                mplsOverUdp(BY_UDP, LABEL_PACKET, ipv4(0, 0, 63, 17, FAR_UDP, A_IP, udp(2000, 1000, new byte[30])));
        final Prediction predicted = lab.node.predict(Vif.FABRIC_INDEX, frame);
        lab.node.tables.putLabel(LABEL_PACKET, BridgedNode.B_ROUTED);
        final Parting parting = partings(predicted, Vif.FABRIC_INDEX, frame).getFirst();
        assertThat(node(predicted.steps(), parting.predictedStep())).isEqualTo("mpls-input");
        assertThat(parting)
                .extracting(Parting::field, Parting::predicted, Parting::actual)
                .containsExactly(Field.NEXTHOP, BridgedNode.A_ROUTED, BridgedNode.B_ROUTED);
    }

    @Test
    void shouldFindAVerdictThatChanged() {
        lab.flags(A, Vif.FLAG_POLICY);
        final FlowTable flows = lab.node.flows.table();
        lab.a.send(FRAME);
        lab.node.settle();
        judge(flows, FlowState.FORWARD);
        final Prediction predicted = lab.node.predict(A, FRAME);
        assertThat(predicted.assumedFrom()).isEqualTo(Prediction.NOTHING_ASSUMED);
        judge(flows, FlowState.DROP);
        final Parting parting = partings(predicted, A, FRAME).getFirst();
        assertThat(node(predicted.steps(), parting.predictedStep())).isEqualTo("flow");
        assertThat(parting.field()).isEqualTo(Field.EDGE);
        assertThat(parting.actual()).isEqualTo(TraceStep.DROPPED);
    }

    @Test
    void shouldFindThatAnAgentSaidNo() {
        lab.flags(A, Vif.FLAG_POLICY);
        final Prediction predicted = lab.node.predict(A, FRAME);
        assertThat(predicted.assumedFrom()).isPositive();
        final int session = lab.node.traces.arm(A, 1);
        lab.a.send(FRAME);
        lab.node.settle();
        judge(lab.node.flows.table(), FlowState.DROP);
        final byte[] taken = lab.node.traces.fetch(session, 0).steps();
        final Parting parting =
                WalkComparison.partings(predicted.steps(), taken).getFirst();
        assertThat(parting.predictedStep()).isEqualTo(predicted.assumedFrom());
        assertThat(parting.actual()).isEqualTo(TraceStep.DROPPED);
        assertThat(lab.node.drops(DropReason.FLOW_ACTION_DROP)).isEqualTo(1);
    }

    @Test
    void shouldFindThatTheAgentIsGone() {
        lab.flags(A, Vif.FLAG_POLICY);
        final Prediction predicted = lab.node.predict(A, FRAME);
        lab.node.lcore.removeDevice(Vif.AGENT_INDEX);
        final List<Parting> partings = partings(predicted, A, FRAME);
        assertThat(partings).extracting(Parting::actual).contains(TraceStep.DROPPED);
    }

    private void judge(final FlowTable flows, final int action) {
        final int flow = flows.nextLive(0);
        final FlowKeys key = new FlowKeys(1);
        flows.key(flow, key);
        final FlowSetting setting = new FlowSetting(action, FlowState.ACTIVE, 0, 1, 1, 0, 0, 0, -1, 0, -1, -1, 0);
        new FlowControl(flows)
                .set(
                        new FlowRequest(flow, flows.generation(flow), key, FlowTable.NONE, false, setting),
                        FlowContext.nowMs());
        lab.node.lcore.releaseFlow(flow, flows.generation(flow));
        lab.node.settle();
    }
}
