// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** The kinds of objects that this code knows, by the name on the wire. */
final class ObjectKinds {
    private ObjectKinds() {}

    /** A new object of the kind with this name, null when there is none. Loads only the class that it needs. */
    static SandeshObject<?> create(final String name) {
        return switch (name) {
            case VrResponse.OBJECT -> new VrResponse();
            case VrInterface.OBJECT -> new VrInterface();
            case VrNexthop.OBJECT -> new VrNexthop();
            case VrRoute.OBJECT -> new VrRoute();
            case VrMpls.OBJECT -> new VrMpls();
            case VrVrf.OBJECT -> new VrVrf();
            case VrDropStats.OBJECT -> new VrDropStats();
            case VrouterOps.OBJECT -> new VrouterOps();
            case VrVxlan.OBJECT -> new VrVxlan();
            case VrMirror.OBJECT -> new VrMirror();
            case VrFlow.OBJECT -> new VrFlow();
            case VrFlowResponse.OBJECT -> new VrFlowResponse();
            case VrFlowTableData.OBJECT -> new VrFlowTableData();
            case VrBridgeTableData.OBJECT -> new VrBridgeTableData();
            case VrVrfAssign.OBJECT -> new VrVrfAssign();
            case VrVrfStats.OBJECT -> new VrVrfStats();
            case VrInfo.OBJECT -> new VrInfo();
            case VrPktDropLog.OBJECT -> new VrPktDropLog();
            case VrQosMap.OBJECT -> new VrQosMap();
            case VrFcMap.OBJECT -> new VrFcMap();
            case VrHugepageConfig.OBJECT -> new VrHugepageConfig();
            case VrMemStats.OBJECT -> new VrMemStats();
            case VireoTrace.OBJECT -> new VireoTrace();
            case VireoPredict.OBJECT -> new VireoPredict();
            case VireoProbe.OBJECT -> new VireoProbe();
            case VireoLedger.OBJECT -> new VireoLedger();
            case VireoDump.OBJECT -> new VireoDump();
            case VireoRss.OBJECT -> new VireoRss();
            case VireoNode.OBJECT -> new VireoNode();
            case VireoRing.OBJECT -> new VireoRing();
            case VireoQueue.OBJECT -> new VireoQueue();
            case VireoFlowList.OBJECT -> new VireoFlowList();
            default -> null;
        };
    }
}
