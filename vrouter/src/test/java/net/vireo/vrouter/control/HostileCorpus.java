// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.List;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoDump;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VireoLedger;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VireoRss;
import net.vireo.sandesh.VireoTrace;
import net.vireo.sandesh.VrBridgeTableData;
import net.vireo.sandesh.VrDropStats;
import net.vireo.sandesh.VrFcMap;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrFlowTableData;
import net.vireo.sandesh.VrHugepageConfig;
import net.vireo.sandesh.VrInfo;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMemStats;
import net.vireo.sandesh.VrMirror;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrPktDropLog;
import net.vireo.sandesh.VrQosMap;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrVrfAssign;
import net.vireo.sandesh.VrVrfStats;
import net.vireo.sandesh.VrVxlan;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;

/** Good requests of kinds that no original tool was recorded with, for the mutator to damage. */
final class HostileCorpus {
    private HostileCorpus() {}

    static List<SandeshObject<?>> requests() {
        return List.of(
                Requests.vif(5, Vif.TYPE_VIRTUAL_VLAN, "sub5", Requests.ROUTER_MAC)
                        .put(VrInterface.PARENT_VIF_IDX, 3)
                        .put(VrInterface.VLAN_ID, 100)
                        .put(VrInterface.SRC_MAC, new byte[12])
                        .put(VrInterface.IN_MIRROR_MD, new byte[16])
                        .put(VrInterface.FAT_FLOW_PROTOCOL_PORT, 1, 2, 3),
                new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, 5),
                Requests.nexthop(60, Nexthop.TYPE_COMPOSITE)
                        .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID | Nexthop.FLAG_COMPOSITE_ECMP)
                        .put(VrNexthop.NH_LIST, 44, 46, -1, 61)
                        .put(VrNexthop.LABEL_LIST, 1, 2, -1, 3),
                Requests.nexthop(61, Nexthop.TYPE_COMPOSITE)
                        .put(VrNexthop.NH_LIST, 60)
                        .put(VrNexthop.LABEL_LIST, 1),
                new VrNexthop().op(SandeshOp.DEL).put(VrNexthop.ID, 60),
                Requests.route6(1, new byte[16], 64, 44),
                Requests.route6(1, new byte[16], 128, 44),
                Requests.route6(1, new byte[16], 64, 44).op(SandeshOp.DEL),
                Requests.route6(1, new byte[16], 64, 44).op(SandeshOp.GET),
                new VrRoute()
                        .op(SandeshOp.DUMP)
                        .put(VrRoute.VRF_ID, 1)
                        .put(VrRoute.FAMILY, 7)
                        .put(VrRoute.MARKER, WireMac.toBytes(1))
                        .put(VrRoute.INDEX, 17),
                new VrVxlan().op(SandeshOp.ADD).put(VrVxlan.VNID, 1 << 20).put(VrVxlan.NHID, 44),
                new VrMirror().op(SandeshOp.ADD).put(VrMirror.INDEX, 254).put(VrMirror.NHID, 44),
                new VrVrfAssign()
                        .op(SandeshOp.ADD)
                        .put(VrVrfAssign.VIF_INDEX, 3)
                        .put(VrVrfAssign.VLAN_ID, 7)
                        .put(VrVrfAssign.NH_ID, 44),
                new VrVrfAssign()
                        .op(SandeshOp.DEL)
                        .put(VrVrfAssign.VIF_INDEX, 3)
                        .put(VrVrfAssign.VLAN_ID, 7),
                new VrQosMap()
                        .op(SandeshOp.ADD)
                        .put(VrQosMap.ID, 3)
                        .put(VrQosMap.DSCP, new byte[64])
                        .put(VrQosMap.DSCP_FC_ID, new byte[64]),
                new VrFcMap()
                        .op(SandeshOp.ADD)
                        .put(VrFcMap.ID, 1, 2)
                        .put(VrFcMap.DSCP, new byte[2])
                        .put(VrFcMap.MPLS_QOS, new byte[2])
                        .put(VrFcMap.DOTONEP, new byte[2])
                        .put(VrFcMap.QUEUE_ID, new byte[2]),
                new VrFcMap().op(SandeshOp.DEL).put(VrFcMap.ID, 1),
                new VrVrfStats().op(SandeshOp.DUMP).put(VrVrfStats.MARKER, -1),
                new VrInfo().op(SandeshOp.DUMP).put(VrInfo.MSGINFO, 7).put(VrInfo.MARKER, -1),
                new VrPktDropLog().op(SandeshOp.ADD).put(VrPktDropLog.PKT_DROPLOG_EN, 1),
                new VrHugepageConfig().put(VrHugepageConfig.MEM, 1, 2).put(VrHugepageConfig.FILE_PATHS, new byte[40]),
                new VrFlow().put(VrFlow.INDEX, -1).put(VrFlow.FLAGS, 1).put(VrFlow.PCAP_META_DATA, new byte[20]),
                new VrFlow().put(VrFlow.OP, 1).put(VrFlow.INDEX, -1),
                new VireoFlowList()
                        .op(SandeshOp.DUMP)
                        .put(VireoFlowList.MARKER, -1)
                        .put(VireoFlowList.SHOW_EVICTED, 1),
                new VireoQueue().op(SandeshOp.DUMP).put(VireoQueue.MARKER, -1),
                new VireoQueue().op(SandeshOp.GET).put(VireoQueue.VIF, 3),
                new VireoRss()
                        .op(SandeshOp.ADD)
                        .put(VireoRss.VIF, 0)
                        .put(VireoRss.CHANGE, VireoRss.CHANGE_ENTRY)
                        .put(VireoRss.ENTRY, 200)
                        .put(VireoRss.KEY, new byte[40]),
                new VireoNode().op(SandeshOp.GET),
                new VireoLedger().op(SandeshOp.GET),
                new VireoDump().op(SandeshOp.ADD),
                new VireoTrace().op(SandeshOp.ADD),
                new VireoTrace().op(SandeshOp.GET),
                new VrDropStats().op(SandeshOp.GET),
                new VrMemStats().op(SandeshOp.GET),
                new VrFlowTableData().op(SandeshOp.GET),
                new VrBridgeTableData().op(SandeshOp.GET));
    }
}
