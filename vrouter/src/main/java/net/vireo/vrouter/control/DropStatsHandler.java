// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrDropStats;

/** {@code vr_drop_stats_req}: dropped packets by reason, of one core or all. */
final class DropStatsHandler implements ObjectHandler<VrDropStats> {
    private final ClearableTraffic traffic;

    DropStatsHandler(final ClearableTraffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public void handle(final VrDropStats request, final ReplyWriter reply) {
        final int core = Cores.requested(request.value(VrDropStats.CORE), traffic);
        switch (request.op()) {
            case GET -> reply.objects(DropReply.ofRouter(core, traffic));
            case RESET -> {
                traffic.clearDrops(core);
                reply.objects(DropReply.ofRouter(core, traffic).op(SandeshOp.RESET));
            }
            default -> throw Refusal.unsupported("drop counters can be read and cleared only");
        }
    }
}
