// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Optional;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrPktDropLog;
import net.vireo.vrouter.counter.DropLog;

/**
 * {@code vr_pkt_drop_log_req}: a get answers sizes and switches, an add sets the switches, a reset forgets the packets.
 * The packets themselves are in a file of our own layout that tools map; the original's layout in memory is not known.
 */
final class DropLogHandler implements ObjectHandler<VrPktDropLog> {
    private final Optional<DropLog> log;
    private final int lcores;

    DropLogHandler(final Optional<DropLog> log, final int lcores) {
        this.log = log;
        this.lcores = lcores;
    }

    @Override
    public void handle(final VrPktDropLog request, final ReplyWriter reply) {
        final DropLog drops = log.orElseThrow(() -> Refusal.unsupported("dropped packets are not kept here"));
        switch (request.op()) {
            case GET -> reply.objects(object(request, drops));
            case ADD -> {
                drops.mode(mode(
                        request.value(VrPktDropLog.PKT_DROPLOG_EN) != 0,
                        request.value(VrPktDropLog.PKT_DROPLOG_MIN_SYSCTL_EN) != 0));
                reply.ok();
            }
            case RESET -> {
                drops.clear();
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on the drop log");
        }
    }

    static DropLog.Mode mode(final boolean on, final boolean minimal) {
        if (!on) {
            return DropLog.Mode.OFF;
        }
        return minimal ? DropLog.Mode.MINIMAL : DropLog.Mode.FULL;
    }

    private VrPktDropLog object(final VrPktDropLog request, final DropLog drops) {
        final int core = request.value(VrPktDropLog.CORE);
        Refusal.unlessInRange("core", core, lcores);
        final int on = drops.mode() == DropLog.Mode.OFF ? 0 : 1;
        return new VrPktDropLog()
                .op(SandeshOp.GET)
                .put(VrPktDropLog.CORE, core)
                .put(VrPktDropLog.MAX_NUM_CORES, lcores)
                .put(VrPktDropLog.PKT_DROPLOG_MAX_BUFSZ, Math.min(drops.entries(), Short.MAX_VALUE))
                .put(VrPktDropLog.PKT_DROPLOG_EN, on)
                .put(VrPktDropLog.PKT_DROPLOG_SYSCTL_EN, on)
                .put(VrPktDropLog.PKT_DROPLOG_MIN_SYSCTL_EN, drops.mode() == DropLog.Mode.MINIMAL ? 1 : 0);
    }
}
