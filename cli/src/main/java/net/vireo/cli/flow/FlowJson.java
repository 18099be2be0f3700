// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.flow;

import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.cli.agent.FlowRules;
import net.vireo.cli.node.NodeNames;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrFlowTableData;

/** Flows as data. */
final class FlowJson {
    private FlowJson() {}

    static Map<String, Object> flow(final VireoFlowList flow, final NodeNames names, final FlowRules rules) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        final int vrf = flow.value(VireoFlowList.VRF);
        final int key = flow.value(VireoFlowList.KEY_NH_ID);
        final int flags = flow.value(VireoFlowList.FLAGS);
        tree.put("index", flow.value(VireoFlowList.INDEX));
        tree.put("reverseIndex", noneToNull(flow.value(VireoFlowList.REVERSE_INDEX)));
        tree.put("generation", flow.value(VireoFlowList.GEN_ID));
        tree.put("overflow", flow.value(VireoFlowList.OVERFLOW) != 0);
        tree.put("source", FlowText.address(flow.value(VireoFlowList.SOURCE)));
        tree.put("sourcePort", flow.value(VireoFlowList.SOURCE_PORT));
        tree.put("destination", FlowText.address(flow.value(VireoFlowList.DESTINATION)));
        tree.put("destinationPort", flow.value(VireoFlowList.DESTINATION_PORT));
        tree.put("protocol", flow.value(VireoFlowList.PROTO));
        tree.put("vrf", vrf);
        tree.put("network", emptyToNull(names.vrf(vrf)));
        tree.put("destinationVrf", flow.value(VireoFlowList.DESTINATION_VRF));
        tree.put("keyNexthop", key);
        tree.put("keyNexthopMeaning", emptyToNull(names.nexthop(key)));
        tree.put("sourceNexthop", flow.value(VireoFlowList.SOURCE_NH_ID));
        tree.put("action", FlowWords.action(flow.value(VireoFlowList.ACTION)));
        tree.put("translated", FlowWords.translated(flags));
        tree.put(
                "dropReason",
                flow.value(VireoFlowList.ACTION) == FlowWords.DROP
                        ? FlowWords.dropReason(flow.value(VireoFlowList.DROP_REASON))
                        : null);
        tree.put("rule", emptyToNull(rules.of(flow.value(VireoFlowList.INDEX), flow.value(VireoFlowList.GEN_ID))));
        tree.put("flags", FlowWords.state(flags));
        tree.put("tcp", FlowWords.tcp(flow.value(VireoFlowList.TCP_FLAGS)));
        tree.put("ecmpIndex", noneToNull(flow.value(VireoFlowList.ECMP_INDEX)));
        tree.put("underlayEcmpIndex", noneToNull(flow.value(VireoFlowList.UNDERLAY_ECMP_INDEX)));
        tree.put("qosMap", noneToNull(flow.value(VireoFlowList.QOS_ID)));
        tree.put("mirror", noneToNull(flow.value(VireoFlowList.MIRROR_ID)));
        tree.put("secondMirror", noneToNull(flow.value(VireoFlowList.SECOND_MIRROR_ID)));
        tree.put("tunnelSourcePort", flow.value(VireoFlowList.TUNNEL_SOURCE_PORT));
        tree.put("ttl", flow.value(VireoFlowList.TTL));
        tree.put("sourceInfo", FlowText.sourceInfo(flow));
        tree.put("packets", flow.value(VireoFlowList.PACKETS));
        tree.put("bytes", flow.value(VireoFlowList.BYTES));
        tree.put("heldPackets", flow.value(VireoFlowList.HELD_PACKETS));
        tree.put("ageMs", flow.value(VireoFlowList.AGE_MS));
        tree.put("idleMs", flow.value(VireoFlowList.IDLE_MS));
        return tree;
    }

    static Map<String, Object> table(final VrFlowTableData table) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("entries", FlowTableSize.entries(table));
        tree.put("used", table.value(VrFlowTableData.USED_ENTRIES));
        tree.put("overflowUsed", table.value(VrFlowTableData.OFLOW_ENTRIES));
        tree.put("created", table.value(VrFlowTableData.CREATED));
        tree.put("added", table.value(VrFlowTableData.ADDED));
        tree.put("deleted", table.value(VrFlowTableData.DELETED));
        tree.put("changed", table.value(VrFlowTableData.CHANGED));
        tree.put("processed", table.value(VrFlowTableData.PROCESSED));
        tree.put("hold", table.value(VrFlowTableData.HOLD_ENTRIES));
        tree.put("freeBurstTokens", table.value(VrFlowTableData.BURST_FREE_TOKENS));
        return tree;
    }

    private static Integer noneToNull(final int value) {
        return value < 0 ? null : (Integer) value;
    }

    private static String emptyToNull(final String name) {
        return name.isEmpty() ? null : name;
    }
}
