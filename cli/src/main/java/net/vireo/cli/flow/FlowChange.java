// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.flow;

import net.vireo.sandesh.Family;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.WireIpv6;
import net.vireo.sandesh.WirePort;

/** A verdict given by hand: the flow as it is, with another action, as a FLOW_SET (sheet vrouter-dataplane, 5.2). */
final class FlowChange {
    private static final int FLOW_SET = 0;

    /** The flags that the agent owns; the others are the data plane's. */
    private static final int AGENT_FLAGS = 0xf1bf;

    private FlowChange() {}

    /** The flow with another action. */
    static VrFlow action(final VireoFlowList flow, final int action) {
        return request(flow)
                .put(VrFlow.ACTION, action)
                .put(VrFlow.FLAGS, flow.value(VireoFlowList.FLAGS) & AGENT_FLAGS | FlowWords.ACTIVE);
    }

    /** The flow's end: one that is not active is deleted. */
    static VrFlow invalidation(final VireoFlowList flow) {
        return request(flow).put(VrFlow.ACTION, FlowWords.DROP).put(VrFlow.FLAGS, 0);
    }

    private static VrFlow request(final VireoFlowList flow) {
        final VrFlow request = new VrFlow()
                .put(VrFlow.OP, FLOW_SET)
                .put(VrFlow.INDEX, flow.value(VireoFlowList.INDEX))
                .put(VrFlow.RINDEX, flow.value(VireoFlowList.REVERSE_INDEX))
                .put(VrFlow.GEN_ID, flow.value(VireoFlowList.GEN_ID))
                .put(VrFlow.FAMILY, flow.value(VireoFlowList.FAMILY))
                .put(VrFlow.FLOW_PROTO, (byte) flow.value(VireoFlowList.PROTO))
                .put(VrFlow.FLOW_NH_ID, flow.value(VireoFlowList.KEY_NH_ID))
                .put(VrFlow.FLOW_SPORT, WirePort.toWire(flow.value(VireoFlowList.SOURCE_PORT)))
                .put(VrFlow.FLOW_DPORT, WirePort.toWire(flow.value(VireoFlowList.DESTINATION_PORT)))
                .put(VrFlow.FLOW_VRF, flow.value(VireoFlowList.VRF))
                .put(VrFlow.FLOW_DVRF, flow.value(VireoFlowList.DESTINATION_VRF))
                .put(VrFlow.SRC_NH_INDEX, flow.value(VireoFlowList.SOURCE_NH_ID))
                .put(VrFlow.ECMP_NH_INDEX, flow.value(VireoFlowList.ECMP_INDEX))
                .put(VrFlow.UNDERLAY_ECMP_INDEX, flow.value(VireoFlowList.UNDERLAY_ECMP_INDEX))
                .put(VrFlow.MIR_ID, flow.value(VireoFlowList.MIRROR_ID))
                .put(VrFlow.SEC_MIR_ID, flow.value(VireoFlowList.SECOND_MIRROR_ID))
                .put(VrFlow.QOS_ID, flow.value(VireoFlowList.QOS_ID))
                .put(VrFlow.TTL, flow.value(VireoFlowList.TTL))
                .put(VrFlow.FLAGS1, flow.value(VireoFlowList.FLAGS1));
        ends(request, flow);
        return request;
    }

    /** Addresses keep the sender's memory order; an IPv4 address stands in the lower number. */
    private static void ends(final VrFlow request, final VireoFlowList flow) {
        final byte[] source = flow.value(VireoFlowList.SOURCE);
        final byte[] destination = flow.value(VireoFlowList.DESTINATION);
        if (flow.value(VireoFlowList.FAMILY) == Family.INET6) {
            request.put(VrFlow.FLOW_SIP_U, WireIpv6.upperToWire(source))
                    .put(VrFlow.FLOW_SIP_L, WireIpv6.lowerToWire(source))
                    .put(VrFlow.FLOW_DIP_U, WireIpv6.upperToWire(destination))
                    .put(VrFlow.FLOW_DIP_L, WireIpv6.lowerToWire(destination));
        } else {
            request.put(VrFlow.FLOW_SIP_L, memoryOrder(source)).put(VrFlow.FLOW_DIP_L, memoryOrder(destination));
        }
    }

    private static long memoryOrder(final byte[] address) {
        long value = 0;
        for (int i = address.length - 1; i >= 0; i--) {
            value = value << 8 | address[i] & 0xff;
        }
        return value;
    }
}
