// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.vireo.sandesh.ResponseCode;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrFlowResponse;
import net.vireo.sandesh.VrFlowTableData;
import net.vireo.sandesh.VrResponse;
import net.vireo.vrouter.control.FlowRequests.FlowView;
import org.junit.jupiter.api.Test;

class FlowRequestsTest {
    private static final int SET = 0;
    private static final int LIST = 1;
    private static final int GET = 2;

    private final Router router = new Router();

    @Test
    void shouldAnswerWithTheEntryThatWasSet() {
        router.flows.answer = new FlowOutcome(FlowResult.DONE, 255_616, 200, false, (5L << 32) + 42, (3L << 32) + 1);
        final VrFlowResponse answer = router.get(VrFlowResponse.class, flow(SET).put(VrFlow.FLOW_NH_ID, 38));
        assertThat(router.flows.told.value(VrFlow.FLOW_NH_ID)).isEqualTo(38);
        assertThat(answer.value(VrFlowResponse.INDEX)).isEqualTo(255_616);
        assertThat(answer.value(VrFlowResponse.GEN_ID) & 0xff).isEqualTo(200);
        assertThat(answer.value(VrFlowResponse.FLAGS)).isZero();
        assertThat(answer.value(VrFlowResponse.BYTES)).isEqualTo(42);
        assertThat(answer.value(VrFlowResponse.PACKETS)).isEqualTo(1);
        assertThat(answer.value(VrFlowResponse.STATS_OFLOW)).isEqualTo(5 | 3 << 16);

        router.flows.answer = new FlowOutcome(FlowResult.DONE, 7, 1, true, 0, 0);
        assertThat(router.get(VrFlowResponse.class, flow(SET)).value(VrFlowResponse.FLAGS))
                .isEqualTo(1);
    }

    @Test
    void shouldAnswerWithTheErrorsOfTheOriginal() {
        final Map<FlowResult, Integer> expected = Map.of(
                FlowResult.DONE, 0,
                FlowResult.STALE_GENERATION, -9,
                FlowResult.OTHER_KEY, -14,
                FlowResult.INACTIVE, -2,
                FlowResult.CHANGING, -16,
                FlowResult.EXISTS, -17,
                FlowResult.FULL, -28,
                FlowResult.INVALID, -22,
                FlowResult.UNSUPPORTED, -95);
        for (final FlowResult result : FlowResult.values()) {
            router.flows.answer = new FlowOutcome(result, 9, 4, false, 0, 0);
            assertThat(FlowResult.ofErrno(-expected.get(result))).isEqualTo(result);
            final List<SandeshObject<?>> reply = router.ask(flow(SET));
            assertThat(((VrResponse) reply.getFirst()).value(VrResponse.CODE))
                    .as(result.name())
                    .isEqualTo(expected.get(result));
            final boolean withEntry = result == FlowResult.DONE || result == FlowResult.EXISTS;
            assertThat(reply).as(result.name()).hasSize(withEntry ? 2 : 1);
            if (withEntry) {
                assertThat(((VrFlowResponse) reply.getLast()).value(VrFlowResponse.INDEX))
                        .isEqualTo(9);
            }
        }
    }

    @Test
    void shouldListFlowsWithTheirCounters() {
        for (int index = 0; index < 60; index += 2) {
            router.flows.flows.put(index, new FlowView(flow(SET).put(VrFlow.INDEX, index), 100 + index, index));
        }
        final VrFlow question = flow(LIST);
        question.fromStart();
        int seen = 0;
        int code;
        do {
            final List<SandeshObject<?>> reply = router.ask(question);
            code = ((VrResponse) reply.getFirst()).value(VrResponse.CODE);
            for (int i = 1; i < reply.size(); i += 2) {
                final VrFlow shown = (VrFlow) reply.get(i);
                assertThat(shown.value(VrFlow.INDEX)).isEqualTo(2 * seen++);
                assertThat(((VrFlowResponse) reply.get(i + 1)).value(VrFlowResponse.BYTES))
                        .isEqualTo(100 + shown.value(VrFlow.INDEX));
                question.after(shown);
            }
        } while (ResponseCode.hasMore(code));
        assertThat(seen).isEqualTo(30);
        question.fromStart();
        assertThat(router.code(question.op(SandeshOp.DUMP)))
                .as("as any other dump")
                .isPositive();
    }

    @Test
    void shouldShowOneFlow() {
        router.flows.flows.put(4, new FlowView(flow(SET).put(VrFlow.INDEX, 4), 10, 1));
        assertThat(router.code(flow(GET).put(VrFlow.INDEX, 4))).isZero();
        assertThat(router.code(flow(GET).put(VrFlow.INDEX, 5))).isEqualTo(-2);
        assertThat(router.code(flow(5))).isEqualTo(-95);
    }

    @Test
    void shouldTellHowFullTheTableIs() {
        final VrFlowTableData data =
                router.get(VrFlowTableData.class, new VrFlowTableData().put(VrFlowTableData.OP, GET));
        assertThat(data.value(VrFlowTableData.CREATED)).isEqualTo(2);
        assertThat(data.value(VrFlowTableData.HOLD_ENTRIES)).isEqualTo(7);
        assertThat(data.value(VrFlowTableData.OFLOW_ENTRIES)).isEqualTo(1);
        assertThat(data.value(VrFlowTableData.CPUS)).isEqualTo(2);
        assertThat(data.value(VrFlowTableData.FILE_PATH)).isEmpty();
    }

    private static VrFlow flow(final int operation) {
        return new VrFlow().put(VrFlow.OP, operation);
    }
}
