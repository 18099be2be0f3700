// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.nio.ByteBuffer;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.WirePort;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRecord;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowVerdict;

/** Flows as objects of the control socket. */
final class FlowText {
    private static final int IPV6_BYTES = 16;

    private FlowText() {}

    /** The FLOW_SET that would make the flow what it is. */
    static VrFlow request(final FlowRecord flow) {
        final boolean ipv4 = flow.family() == FlowKeys.IPV4;
        return new VrFlow()
                .put(VrFlow.INDEX, flow.index())
                .put(VrFlow.GEN_ID, flow.generation())
                .put(VrFlow.RINDEX, flow.reverse())
                .put(VrFlow.ACTION, FlowState.action(flow.state()))
                .put(VrFlow.FLAGS, FlowState.flags(flow.state()))
                .put(VrFlow.FLAGS1, FlowState.flags1(flow.state()))
                .put(VrFlow.FAMILY, ipv4 ? Family.INET : Family.INET6)
                .put(VrFlow.FLOW_SIP_U, Long.reverseBytes(flow.sourceHigh()))
                .put(VrFlow.FLOW_SIP_L, lower(flow.sourceLow(), ipv4))
                .put(VrFlow.FLOW_DIP_U, Long.reverseBytes(flow.destinationHigh()))
                .put(VrFlow.FLOW_DIP_L, lower(flow.destinationLow(), ipv4))
                .put(VrFlow.FLOW_SPORT, WirePort.toWire(flow.sourcePort()))
                .put(VrFlow.FLOW_DPORT, WirePort.toWire(flow.destinationPort()))
                .put(VrFlow.FLOW_PROTO, flow.protocol())
                .put(VrFlow.FLOW_NH_ID, flow.nexthopId())
                .put(VrFlow.FLOW_VRF, FlowVerdict.vrf(flow.source()))
                .put(VrFlow.FLOW_DVRF, FlowVerdict.destinationVrf(flow.path()))
                .put(VrFlow.SRC_NH_INDEX, FlowVerdict.sourceNexthop(flow.source()))
                .put(VrFlow.QOS_ID, FlowVerdict.qos(flow.source()))
                .put(VrFlow.MIR_ID, FlowVerdict.mirror(flow.extras()))
                .put(VrFlow.SEC_MIR_ID, FlowVerdict.secondMirror(flow.extras()))
                .put(VrFlow.ECMP_NH_INDEX, FlowVerdict.ecmpMember(flow.extras()))
                .put(VrFlow.UNDERLAY_ECMP_INDEX, FlowVerdict.underlayMember(flow.extras()))
                .put(VrFlow.TTL, FlowVerdict.ttl(flow.extras()))
                .put(VrFlow.DROP_REASON, FlowVerdict.dropReason(flow.extras()));
    }

    private static long lower(final long address, final boolean ipv4) {
        return ipv4 ? Integer.reverseBytes((int) address) & 0xffff_ffffL : Long.reverseBytes(address);
    }

    /**
     * All there is to show of a flow.
     *
     * @param entries places of the table that are no overflow
     */
    static VireoFlowList entry(final FlowRecord flow, final int entries, final int nowMs) {
        final long state = flow.state();
        final boolean ipv4 = flow.family() == FlowKeys.IPV4;
        final boolean mirrors = (FlowState.flags(state) & FlowState.MIRROR) != 0;
        return new VireoFlowList()
                .op(SandeshOp.RESPONSE)
                .put(VireoFlowList.INDEX, flow.index())
                .put(VireoFlowList.REVERSE_INDEX, flow.reverse())
                .put(VireoFlowList.GEN_ID, flow.generation())
                .put(VireoFlowList.OVERFLOW, flow.index() >= entries ? 1 : 0)
                .put(VireoFlowList.FAMILY, ipv4 ? Family.INET : Family.INET6)
                .put(VireoFlowList.PROTO, flow.protocol())
                .put(VireoFlowList.KEY_NH_ID, flow.nexthopId())
                .put(VireoFlowList.SOURCE, address(flow.sourceHigh(), flow.sourceLow(), ipv4))
                .put(VireoFlowList.SOURCE_PORT, flow.sourcePort())
                .put(VireoFlowList.DESTINATION, address(flow.destinationHigh(), flow.destinationLow(), ipv4))
                .put(VireoFlowList.DESTINATION_PORT, flow.destinationPort())
                .put(VireoFlowList.VRF, FlowVerdict.vrf(flow.source()))
                .put(VireoFlowList.DESTINATION_VRF, FlowVerdict.destinationVrf(flow.path()))
                .put(VireoFlowList.ACTION, FlowState.action(state))
                .put(VireoFlowList.FLAGS, FlowState.flags(state))
                .put(VireoFlowList.FLAGS1, FlowState.flags1(state))
                .put(VireoFlowList.DROP_REASON, FlowVerdict.dropReason(flow.extras()))
                .put(VireoFlowList.TCP_FLAGS, FlowState.tcp(state))
                .put(VireoFlowList.QOS_ID, FlowVerdict.qos(flow.source()))
                .put(VireoFlowList.MIRROR_ID, mirrors ? FlowVerdict.mirror(flow.extras()) : VireoFlowList.NONE)
                .put(
                        VireoFlowList.SECOND_MIRROR_ID,
                        mirrors ? FlowVerdict.secondMirror(flow.extras()) : VireoFlowList.NONE)
                .put(VireoFlowList.SOURCE_NH_ID, FlowVerdict.sourceNexthop(flow.source()))
                .put(VireoFlowList.ECMP_INDEX, FlowVerdict.ecmpMember(flow.extras()))
                .put(VireoFlowList.UNDERLAY_ECMP_INDEX, FlowVerdict.underlayMember(flow.extras()))
                .put(VireoFlowList.TUNNEL_SOURCE_PORT, FlowVerdict.udpSourcePort(flow.path()))
                .put(VireoFlowList.TTL, FlowVerdict.ttl(flow.extras()))
                .put(VireoFlowList.SOURCE_INFO, flow.sourceInfo())
                .put(VireoFlowList.VERDICT, flow.verdict())
                .put(VireoFlowList.PACKETS, flow.packets())
                .put(VireoFlowList.BYTES, flow.bytes())
                .put(VireoFlowList.AGE_MS, since(flow.madeMs(), nowMs))
                .put(VireoFlowList.IDLE_MS, since(flow.lastSeenMs(), nowMs));
    }

    /** A time that lies in the future is another machine start's. */
    private static long since(final int thenMs, final int nowMs) {
        final int agoMs = nowMs - thenMs;
        return agoMs < 0 ? VireoFlowList.NONE : agoMs;
    }

    private static byte[] address(final long high, final long low, final boolean ipv4) {
        return ipv4
                ? ByteBuffer.allocate(Integer.BYTES).putInt((int) low).array()
                : ByteBuffer.allocate(IPV6_BYTES).putLong(high).putLong(low).array();
    }
}
