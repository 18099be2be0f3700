// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Arrays;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.VireoTrace;
import net.vireo.vrouter.filter.PacketFilter;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.trace.PacketMatch;
import net.vireo.vrouter.trace.ProbeMark;
import net.vireo.vrouter.trace.TraceStep;
import net.vireo.vrouter.trace.TraceWalk;
import net.vireo.vrouter.trace.TraceWish;
import net.vireo.vrouter.trace.Traces;

/**
 * {@code vireo_trace_req}: add arms a session and answers its number, get answers one packet's walk or, until it is
 * caught, an object without steps, delete disarms the session.
 */
final class TraceHandler implements ObjectHandler<VireoTrace> {
    private static final int STEPS_PER_MESSAGE = 64;

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
        final int session = traces.arm(wish(request, vif, Math.min(count, Traces.MAX_PACKETS)));
        if (session == Traces.NO_SESSION) {
            throw new Refusal(ResponseError.EBUSY, "all trace sessions are taken");
        }
        return request.put(VireoTrace.SESSION, session).put(VireoTrace.COUNT, Math.min(count, Traces.MAX_PACKETS));
    }

    private static TraceWish wish(final VireoTrace request, final int vif, final int count) {
        final byte[] mark = request.value(VireoTrace.MARK);
        final String filter = request.value(VireoTrace.FILTER);
        final boolean stops = request.value(VireoTrace.STOPS) != 0;
        if (mark.length > 0) {
            return new TraceWish(vif, count, new ProbeMark(mark), stops, TraceWish.MANY_STEPS);
        }
        if (stops) {
            throw Refusal.invalid("only packets with a mark may be ended");
        }
        return TraceWish.of(vif, count, filter.isEmpty() ? PacketMatch.ALL : PacketFilter.parse(filter));
    }

    private VireoTrace caught(final VireoTrace request) {
        final int session = request.value(VireoTrace.SESSION);
        request.put(VireoTrace.CAPTURED, traces.captured(session));
        final int packet = request.value(VireoTrace.PACKET);
        final TraceWalk walk = packet < 0 ? null : traces.fetch(session, packet);
        if (walk == null) {
            return request.put(VireoTrace.STEPS).put(VireoTrace.HEAD).put(VireoTrace.STEP_COUNT, 0);
        }
        final byte[] steps = walk.steps();
        final int count = steps.length / TraceStep.LENGTH_BYTES;
        final int first = Math.clamp(request.value(VireoTrace.FIRST_STEP), 0, count);
        final int last = Math.min(count, first + STEPS_PER_MESSAGE);
        return request.put(VireoTrace.STEP_COUNT, count)
                .put(VireoTrace.FIRST_STEP, first)
                .put(
                        VireoTrace.STEPS,
                        Arrays.copyOfRange(steps, first * TraceStep.LENGTH_BYTES, last * TraceStep.LENGTH_BYTES))
                .put(VireoTrace.HEAD, walk.head());
    }
}
