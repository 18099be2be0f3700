// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.List;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrouterOps;
import net.vireo.vrouter.table.Settings;
import net.vireo.vrouter.table.Tables;

/**
 * {@code vrouter_ops}: build and limits, run-time settings, and the reset that deletes all objects. All settings are
 * kept and answered; lcores act on those in {@link Settings}.
 */
final class RouterHandler implements ObjectHandler<VrouterOps> {
    private static final int LEAVE = -1;

    /** Settings that a request leaves as they are by -1. */
    private static final List<Field.OfInt<VrouterOps>> SETTINGS = List.of(
            VrouterOps.PERFR,
            VrouterOps.PERFS,
            VrouterOps.FROM_VM_MSS_ADJ,
            VrouterOps.TO_VM_MSS_ADJ,
            VrouterOps.PERFR1,
            VrouterOps.PERFR2,
            VrouterOps.PERFR3,
            VrouterOps.PERFP,
            VrouterOps.PERFQ1,
            VrouterOps.PERFQ2,
            VrouterOps.PERFQ3,
            VrouterOps.UDP_COFF,
            VrouterOps.FLOW_HOLD_LIMIT,
            VrouterOps.MUDP,
            VrouterOps.BURST_TOKENS,
            VrouterOps.BURST_INTERVAL,
            VrouterOps.BURST_STEP,
            VrouterOps.PACKET_DUMP);

    private final Tables tables;
    private final Runnable deleteAllObjects;
    private final VrouterOps current = new VrouterOps();

    /** @param deleteAllObjects closes all devices, clears the tables and every handler */
    RouterHandler(final Tables tables, final BuildInfo build, final Runnable deleteAllObjects) {
        this.tables = tables;
        this.deleteAllObjects = deleteAllObjects;
        final Tables.Limits limits = tables.limits();
        final Settings settings = tables.settings();
        current.put(VrouterOps.MPLS_LABELS, limits.labels())
                .put(VrouterOps.NEXTHOPS, limits.nexthops())
                .put(VrouterOps.INTERFACES, limits.vifs())
                .put(VrouterOps.VRFS, limits.vrfs())
                .put(VrouterOps.BUILD_INFO, build.json())
                .put(VrouterOps.FROM_VM_MSS_ADJ, settings.clampFromGuest() ? 1 : 0)
                .put(VrouterOps.TO_VM_MSS_ADJ, settings.clampToGuest() ? 1 : 0)
                .put(VrouterOps.MUDP, 1);
    }

    @Override
    public void handle(final VrouterOps request, final ReplyWriter reply) {
        switch (request.op()) {
            case ADD -> {
                change(request);
                reply.ok();
            }
            case GET -> reply.objects(current);
            case RESET -> {
                deleteAllObjects.run();
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on the router");
        }
    }

    /** What makes these settings again. */
    VrouterOps request() {
        final VrouterOps request = new VrouterOps().op(SandeshOp.ADD);
        for (final Field.OfInt<VrouterOps> setting : SETTINGS) {
            request.put(setting, current.value(setting));
        }
        return request.put(VrouterOps.LOG_LEVEL, current.value(VrouterOps.LOG_LEVEL));
    }

    private void change(final VrouterOps request) {
        for (final Field.OfInt<VrouterOps> setting : SETTINGS) {
            if (request.value(setting) != LEAVE) {
                current.put(setting, request.value(setting));
            }
        }
        if (request.value(VrouterOps.LOG_LEVEL) != 0) {
            current.put(VrouterOps.LOG_LEVEL, request.value(VrouterOps.LOG_LEVEL));
        }
        tables.settings(new Settings(
                current.value(VrouterOps.FROM_VM_MSS_ADJ) != 0, current.value(VrouterOps.TO_VM_MSS_ADJ) != 0));
    }
}
