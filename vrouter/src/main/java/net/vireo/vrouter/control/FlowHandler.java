// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Optional;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrFlowResponse;
import net.vireo.vrouter.control.FlowRequests.FlowView;

/**
 * {@code vr_flow_req}. Its operations have numbers of their own: set, list and get. A listed flow is two objects: what
 * would set it, and what it counted; the index is the marker.
 */
final class FlowHandler implements ObjectHandler<VrFlow> {
    private static final int SET = 0;
    private static final int LIST = 1;
    private static final int GET = 2;
    private static final int DELETED = 0x1;

    /** Counters are told in 32 bits and the bits above: 16 of the bytes, 8 of the packets. */
    private static final int UPPER_BYTES = 0xffff;

    private static final int UPPER_PACKETS = 0xff;

    private final FlowRequests flows;
    private final Paging paging;

    FlowHandler(final FlowRequests flows, final Paging paging) {
        this.flows = flows;
        this.paging = paging;
    }

    @Override
    public void handle(final VrFlow request, final ReplyWriter reply) {
        switch (request.opCode()) {
            case SET -> answer(flows.set(request), reply);
            case GET -> reply.objects(objects(existing(request.value(VrFlow.INDEX))));
            case LIST -> reply.dump(page(request.value(VrFlow.INDEX)));
            default -> {
                // What our own client calls a dump, as of any other object.
                if (request.op() != SandeshOp.DUMP) {
                    throw Refusal.unsupported("no such operation on a flow");
                }
                reply.dump(page(request.value(VrFlow.INDEX)));
            }
        }
    }

    private static void answer(final FlowOutcome outcome, final ReplyWriter reply) {
        final VrFlowResponse entry = counted(outcome.index(), outcome.bytes(), outcome.packets())
                .put(VrFlowResponse.FLAGS, outcome.deleted() ? DELETED : 0)
                .put(VrFlowResponse.GEN_ID, outcome.generation());
        final Optional<ResponseError> error = outcome.result().error();
        if (error.isEmpty()) {
            reply.objects(entry);
        } else if (outcome.result() == FlowResult.EXISTS) {
            reply.fail(error.get(), entry);
        } else {
            throw new Refusal(error.get(), "flow: " + outcome.result());
        }
    }

    private FlowView existing(final int index) {
        final FlowView flow = flows.at(index);
        if (flow == null) {
            throw Refusal.missing("flow " + index + " does not exist");
        }
        return flow;
    }

    private DumpPage page(final int marker) {
        final PageFill page = paging.begin();
        int index = flows.next(marker);
        while (index != FlowRequests.NO_FLOW) {
            final FlowView flow = flows.at(index);
            if (flow != null && !page.offer(objects(flow))) {
                break;
            }
            index = flows.next(index);
        }
        return page.page();
    }

    private static SandeshObject<?>[] objects(final FlowView view) {
        final int index = view.flow().value(VrFlow.INDEX);
        return new SandeshObject<?>[] {
            view.flow(),
            counted(index, view.bytes(), view.packets())
                    .put(VrFlowResponse.GEN_ID, view.flow().value(VrFlow.GEN_ID))
        };
    }

    private static VrFlowResponse counted(final int index, final long bytes, final long packets) {
        final int above = (int) (bytes >>> Integer.SIZE) & UPPER_BYTES
                | ((int) (packets >>> Integer.SIZE) & UPPER_PACKETS) << Short.SIZE;
        return new VrFlowResponse()
                .put(VrFlowResponse.INDEX, index)
                .put(VrFlowResponse.BYTES, (int) bytes)
                .put(VrFlowResponse.PACKETS, (int) packets)
                .put(VrFlowResponse.STATS_OFLOW, above);
    }
}
