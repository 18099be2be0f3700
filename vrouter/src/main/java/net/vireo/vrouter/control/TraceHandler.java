// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.VireoTrace;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.trace.TraceWalk;
import net.vireo.vrouter.trace.Traces;

/**
 * {@code vireo_trace_req}: add arms a session and answers its number, get answers one packet's walk or, until it is
 * caught, an object without steps, delete disarms the session.
 */
final class TraceHandler implements ObjectHandler<VireoTrace> {
    private final Traces traces;
    private final Tables tables;

    TraceHandler(final Traces traces, final Tables tables) {
        this.traces = traces;
        this.tables = tables;
    }

    @Override
    public void handle(final VireoTrace request, final ReplyWriter reply) {
        switch (request.op()) {
            case ADD -> reply.objects(armed(request));
            case GET -> reply.objects(caught(request));
            case DEL -> {
                traces.disarm(request.value(VireoTrace.SESSION));
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a trace");
        }
    }

    private VireoTrace armed(final VireoTrace request) {
        final int vif = request.value(VireoTrace.VIF);
        if (vif != Traces.ANY_VIF && tables.vif(vif) == null) {
            throw new Refusal(ResponseError.ENODEV, "trace of vif " + vif + ", which does not exist");
        }
        final int count = request.value(VireoTrace.COUNT);
        if (count < 1) {
            throw Refusal.invalid("a trace of " + count + " packets");
        }
        final int session = traces.arm(vif, Math.min(count, Traces.MAX_PACKETS));
        if (session == Traces.NO_SESSION) {
            throw new Refusal(ResponseError.EBUSY, "all trace sessions are taken");
        }
        return request.put(VireoTrace.SESSION, session).put(VireoTrace.COUNT, Math.min(count, Traces.MAX_PACKETS));
    }

    private VireoTrace caught(final VireoTrace request) {
        final int session = request.value(VireoTrace.SESSION);
        request.put(VireoTrace.CAPTURED, traces.captured(session));
        final int packet = request.value(VireoTrace.PACKET);
        final TraceWalk walk = packet < 0 ? null : traces.fetch(session, packet);
        return walk == null
                ? request.put(VireoTrace.STEPS).put(VireoTrace.HEAD)
                : request.put(VireoTrace.STEPS, walk.steps()).put(VireoTrace.HEAD, walk.head());
    }
}
