// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Optional;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.vrouter.flow.FlowClock;
import net.vireo.vrouter.flow.FlowReader;
import net.vireo.vrouter.flow.FlowRecord;
import net.vireo.vrouter.flow.FlowTable;

/**
 * {@code vireo_flow_list}: the flow table, read as a tool would read it, without a word to the lcores. One request looks at
 * so many places and no more, so that a search for what is not there holds up nobody's verdict: a page whose search was
 * broken off ends with a flow that need not fit, from which the client's next request goes on.
 */
final class FlowListHandler implements ObjectHandler<VireoFlowList> {
    /** About a millisecond, if all of them are full. */
    private static final int PLACES_PER_PAGE = 8192;

    private final Optional<FlowReader> flows;
    private final Paging paging;

    FlowListHandler(final FlowRequests flows, final Paging paging) {
        this.flows = flows.reader();
        this.paging = paging;
    }

    @Override
    public void handle(final VireoFlowList request, final ReplyWriter reply) {
        final FlowReader reader = flows.orElseThrow(() -> Refusal.unsupported("there is no flow table"));
        if (request.op() == SandeshOp.GET) {
            final int index = request.value(VireoFlowList.INDEX);
            final FlowRecord flow = reader.flow(index);
            if (flow == null) {
                throw Refusal.missing("flow " + index + " does not exist");
            }
            reply.objects(FlowText.entry(flow, reader.layout().entries(), FlowClock.nowMs()));
        } else if (request.op() == SandeshOp.DUMP) {
            list(reader, request, reply);
        } else {
            throw Refusal.unsupported("flows can be listed only; vr_flow_req sets them");
        }
    }

    private void list(final FlowReader reader, final VireoFlowList request, final ReplyWriter reply) {
        final FlowFilter filter = new FlowFilter(request);
        final int nowMs = FlowClock.nowMs();
        final PageFill page = paging.begin();
        final long lastPlace = Math.max(request.value(VireoFlowList.MARKER), FlowTable.NONE) + (long) PLACES_PER_PAGE;
        int index = after(reader, request.value(VireoFlowList.MARKER));
        boolean open = true;
        while (open && index != FlowTable.NONE) {
            final FlowRecord flow = reader.flow(index);
            final boolean last = index > lastPlace;
            if (flow != null && (last || filter.matches(flow))) {
                open = page.offer(FlowText.entry(flow, reader.layout().entries(), nowMs));
                if (open && last) {
                    page.page().more();
                    open = false;
                }
            }
            index = after(reader, index);
        }
        reply.dump(page.page());
    }

    private static int after(final FlowReader reader, final int index) {
        return index == Integer.MAX_VALUE ? FlowTable.NONE : reader.nextLive(Math.max(index, FlowTable.NONE) + 1);
    }
}
