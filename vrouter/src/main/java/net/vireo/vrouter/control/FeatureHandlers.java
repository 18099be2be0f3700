// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VireoPredict;
import net.vireo.sandesh.VireoProbe;
import net.vireo.sandesh.VireoRing;
import net.vireo.sandesh.VireoVerdict;
import net.vireo.sandesh.VrBridgeTableData;
import net.vireo.sandesh.VrFcMap;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrFlowTableData;
import net.vireo.sandesh.VrHugepageConfig;
import net.vireo.sandesh.VrInfo;
import net.vireo.sandesh.VrMemStats;
import net.vireo.sandesh.VrMirror;
import net.vireo.sandesh.VrPktDropLog;
import net.vireo.sandesh.VrQosMap;
import net.vireo.sandesh.VrVrfAssign;
import net.vireo.sandesh.VrVrfStats;
import net.vireo.sandesh.VrVxlan;
import net.vireo.vrouter.counter.Snapshots;
import net.vireo.vrouter.table.Tables;

/** The objects beside the few that every router needs: overlays, mirrors, marking, statistics, flows. Control thread. */
final class FeatureHandlers {
    private final VxlanHandler vxlan;
    private final MirrorHandler mirrors;
    private final VlanHandler vlans;
    private final QosMapHandler qosMaps;
    private final ForwardingClassHandler forwardingClasses;
    private final VrfStatsHandler vrfStats;
    private final MemoryHandler memory;
    private final InfoHandler info;
    private final TableDataHandler tableData;
    private final DropLogHandler dropLog;
    private final FlowHandler flows;
    private final FlowListHandler flowList;
    private final NodeHandler node;
    private final RingHandler rings;
    private final PredictHandler predictions;
    private final VerdictHandler verdicts;

    FeatureHandlers(
            final Tables tables,
            final VifPorts ports,
            final Traffic traffic,
            final Snapshots snapshots,
            final BuildInfo build,
            final ControlServices services,
            final Paging paging) {
        vxlan = new VxlanHandler(tables, paging);
        mirrors = new MirrorHandler(tables, paging);
        vlans = new VlanHandler(tables, paging);
        qosMaps = new QosMapHandler(tables, paging);
        forwardingClasses = new ForwardingClassHandler(tables, paging);
        vrfStats = new VrfStatsHandler(tables, traffic, paging);
        memory = new MemoryHandler(tables);
        info = new InfoHandler(new InfoText(tables, ports, snapshots, build));
        tableData = new TableDataHandler(services.flows(), snapshots.lcoreCount());
        dropLog = new DropLogHandler(services.dropLog(), snapshots.lcoreCount());
        flows = new FlowHandler(services.flows(), paging);
        flowList = new FlowListHandler(services.flows(), paging);
        node = new NodeHandler(services.node());
        rings = new RingHandler(ports, tables);
        verdicts = new VerdictHandler(tables, paging);
        predictions = new PredictHandler(services.predictions(), tables, ports);
    }

    void handle(final SandeshObject<?> request, final ReplyWriter reply) {
        switch (request) {
            case VrVxlan object -> vxlan.handle(object, reply);
            case VrMirror object -> mirrors.handle(object, reply);
            case VrVrfAssign object -> vlans.handle(object, reply);
            case VrQosMap object -> qosMaps.handle(object, reply);
            case VrFcMap object -> forwardingClasses.handle(object, reply);
            case VrVrfStats object -> vrfStats.handle(object, reply);
            case VrMemStats object -> memory.handle(object, reply);
            case VrInfo object -> info.handle(object, reply);
            case VrFlowTableData object -> tableData.handle(object, reply);
            case VrBridgeTableData object -> TableDataHandler.handle(object, reply);
            case VrHugepageConfig object -> TableDataHandler.handle(object, reply);
            case VrPktDropLog object -> dropLog.handle(object, reply);
            case VrFlow object -> flows.handle(object, reply);
            case VireoFlowList object -> flowList.handle(object, reply);
            case VireoPredict object -> predictions.handle(object, reply);
            case VireoProbe object -> predictions.handle(object, reply);
            case VireoVerdict object -> verdicts.handle(object, reply);
            case VireoNode object -> node.handle(object, reply);
            case VireoRing object -> rings.handle(object, reply);
            default -> throw Refusal.unsupported(request.objectName() + " is not handled here");
        }
    }

    /** Whether a request that was carried out changed what {@link #requests} gives. */
    static boolean changesState(final SandeshObject<?> request) {
        return switch (request) {
            case VrVxlan _, VrMirror _, VrVrfAssign _, VrQosMap _, VrFcMap _, VireoVerdict _ ->
                request.op() == SandeshOp.ADD || request.op() == SandeshOp.DEL;
            default -> false;
        };
    }

    /** What makes these objects again in a router that has their next hops and vifs. */
    void requests(final RequestSink to) {
        vxlan.requests(to);
        mirrors.requests(to);
        vlans.requests(to);
        qosMaps.requests(to);
        forwardingClasses.requests(to);
        verdicts.requests(to);
    }

    /** Forgets what clients made. Called after the tables were cleared. */
    void clear() {
        qosMaps.clear();
        verdicts.clear();
    }
}
