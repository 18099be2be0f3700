// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrouterOps;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.table.Settings;
import net.vireo.vrouter.table.Tables;

/**
 * {@code vrouter_ops}: build and limits, run-time settings, and the reset that deletes all objects. All settings are
 * kept and answered; lcores act on those in {@link Settings}. Fields that the original tool sends as 0 when it means
 * nothing by them are switches: 1 is on, 2 is off, everything else leaves them.
 */
final class RouterHandler implements ObjectHandler<VrouterOps> {
    private static final int LEAVE = -1;
    private static final int MAX_LOG_TYPES = 64;

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

    private static final int ON = 1;
    private static final int OFF = 2;

    private static final List<Field.OfInt<VrouterOps>> SWITCHES = List.of(
            VrouterOps.PRIORITY_TAGGING,
            VrouterOps.UNCOND_CLOSE_FLOW_ON_TCP_RST,
            VrouterOps.PKT_DROPLOG_EN,
            VrouterOps.PKT_DROPLOG_MIN_EN);

    private final Tables tables;
    private final ControlServices services;
    private final Runnable deleteAllObjects;
    private final VrouterOps current = new VrouterOps();

    /** @param deleteAllObjects closes all devices, clears the tables and every handler */
    RouterHandler(
            final Tables tables,
            final BuildInfo build,
            final ControlServices services,
            final Runnable deleteAllObjects) {
        this.tables = tables;
        this.services = services;
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
                .put(VrouterOps.FLOW_HOLD_LIMIT, settings.flowHoldLimit())
                .put(VrouterOps.MIRROR_ENTRIES, limits.mirrors())
                .put(VrouterOps.BRIDGE_ENTRIES, limits.bridge().entries())
                .put(VrouterOps.OFLOW_BRIDGE_ENTRIES, limits.bridge().overflowEntries())
                .put(VrouterOps.FLOW_ENTRIES, limits.flows().entries())
                .put(VrouterOps.OFLOW_ENTRIES, limits.flows().overflowEntries())
                .put(VrouterOps.MUDP, 1);
        services.dropLog()
                .ifPresent(log ->
                        current.put(VrouterOps.PKT_DROPLOG_BUFSZ, log.entries()).put(VrouterOps.PKT_DROPLOG_BUF_EN, 1));
    }

    @Override
    public void handle(final VrouterOps request, final ReplyWriter reply) {
        switch (request.op()) {
            case ADD -> {
                change(request);
                reply.ok();
            }
            case GET -> reply.objects(completed());
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
        // The drop log has a request of its own too, so what it does now is the state to start from.
        services.dropLog().ifPresent(log -> showDropLog(log.mode()));
        for (final Field.OfInt<VrouterOps> setting : SWITCHES) {
            if (request.value(setting) == ON || request.value(setting) == OFF) {
                current.put(setting, request.value(setting) == ON ? 1 : 0);
            }
        }
        services.dropLog()
                .ifPresent(log -> log.mode(
                        DropLogHandler.mode(isOn(VrouterOps.PKT_DROPLOG_EN), isOn(VrouterOps.PKT_DROPLOG_MIN_EN))));
        changeLogTypes(request);
        tables.settings(settings());
    }

    private void changeLogTypes(final VrouterOps request) {
        final Set<Integer> types = new TreeSet<>();
        IntStream.of(current.value(VrouterOps.LOG_TYPE_ENABLE)).forEach(types::add);
        IntStream.of(request.value(VrouterOps.LOG_TYPE_ENABLE))
                .limit(MAX_LOG_TYPES)
                .forEach(types::add);
        IntStream.of(request.value(VrouterOps.LOG_TYPE_DISABLE)).forEach(types::remove);
        current.put(
                VrouterOps.LOG_TYPE_ENABLE,
                types.stream().limit(MAX_LOG_TYPES).mapToInt(Integer::intValue).toArray());
    }

    private Settings settings() {
        return new Settings(
                isOn(VrouterOps.FROM_VM_MSS_ADJ),
                isOn(VrouterOps.TO_VM_MSS_ADJ),
                current.value(VrouterOps.FLOW_HOLD_LIMIT),
                current.value(VrouterOps.BURST_TOKENS),
                current.value(VrouterOps.BURST_INTERVAL),
                current.value(VrouterOps.BURST_STEP),
                isOn(VrouterOps.UNCOND_CLOSE_FLOW_ON_TCP_RST),
                isOn(VrouterOps.PRIORITY_TAGGING));
    }

    /** With what changes by itself. */
    private VrouterOps completed() {
        services.dropLog().ifPresent(log -> showDropLog(log.mode()));
        final FlowTotals flows = services.flows().totals();
        return current.put(VrouterOps.FLOW_USED_ENTRIES, (int) flows.used())
                .put(VrouterOps.FLOW_USED_OENTRIES, (int) flows.overflowUsed())
                .put(VrouterOps.BRIDGE_USED_ENTRIES, tables.bridgeUsed())
                .put(VrouterOps.BRIDGE_USED_OENTRIES, tables.bridgeOverflowUsed());
    }

    private void showDropLog(final DropLog.Mode mode) {
        current.put(VrouterOps.PKT_DROPLOG_EN, mode == DropLog.Mode.OFF ? 0 : 1);
        if (mode != DropLog.Mode.OFF) {
            current.put(VrouterOps.PKT_DROPLOG_MIN_EN, mode == DropLog.Mode.MINIMAL ? 1 : 0);
        }
    }

    private boolean isOn(final Field.OfInt<VrouterOps> setting) {
        return current.value(setting) != 0;
    }
}
