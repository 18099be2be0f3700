// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.Family;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.WirePort;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowSetting;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.table.Tables;

/**
 * Reads a FLOW_SET. Ports and addresses keep the sender's memory order (sheet vrouter-dataplane 5.2), an IPv4 address in
 * the lower number. A request that deletes needs to say which flow, and nothing else of it is looked at: agents leave the
 * rest as it was.
 */
final class FlowRequestReader {
    /** In {@code fr_extflags}: take the flow out. */
    private static final int FORCE_EVICT = 0x1;

    private static final int BYTE = 0xff;
    private static final int SHORT = 0xffff;

    private final Tables.Limits limits;

    FlowRequestReader(final Tables.Limits limits) {
        this.limits = limits;
    }

    /** @return null when the request contradicts itself or names what cannot be */
    FlowRequest read(final VrFlow request, final FlowKeys key) {
        final int index = request.value(VrFlow.INDEX);
        final int reverse = request.value(VrFlow.RINDEX);
        if (!readKey(request, key) || index < FlowRequests.NO_FLOW || reverse < FlowRequests.NO_FLOW) {
            return null;
        }
        final boolean evict = (request.value(VrFlow.EXTFLAGS) & FORCE_EVICT) != 0;
        final boolean deletes = evict || (request.value(VrFlow.FLAGS) & FlowState.ACTIVE) == 0;
        final FlowSetting setting = deletes ? FlowSetting.DELETE : setting(request);
        final int generation = request.value(VrFlow.GEN_ID) & BYTE;
        return setting == null
                ? null
                : new FlowRequest(index, generation, key, deletes ? FlowRequests.NO_FLOW : reverse, evict, setting);
    }

    private static boolean readKey(final VrFlow request, final FlowKeys key) {
        final int nexthop = request.value(VrFlow.FLOW_NH_ID);
        final int protocol = request.value(VrFlow.FLOW_PROTO) & BYTE;
        final int sourcePort = WirePort.fromWire(request.value(VrFlow.FLOW_SPORT));
        final int destinationPort = WirePort.fromWire(request.value(VrFlow.FLOW_DPORT));
        final long source = Long.reverseBytes(request.value(VrFlow.FLOW_SIP_L));
        final long destination = Long.reverseBytes(request.value(VrFlow.FLOW_DIP_L));
        switch (request.value(VrFlow.FAMILY)) {
            case Family.INET ->
                key.ipv4(0, nexthop, protocol, sourcePort, destinationPort, (int) (source >>> Integer.SIZE), (int)
                        (destination >>> Integer.SIZE));
            case Family.INET6 ->
                key.ipv6(
                        0,
                        nexthop,
                        protocol,
                        sourcePort,
                        destinationPort,
                        Long.reverseBytes(request.value(VrFlow.FLOW_SIP_U)),
                        source,
                        Long.reverseBytes(request.value(VrFlow.FLOW_DIP_U)),
                        destination);
            default -> {
                return false;
            }
        }
        return true;
    }

    private FlowSetting setting(final VrFlow request) {
        final int action = request.value(VrFlow.ACTION);
        final int vrf = request.value(VrFlow.FLOW_VRF) & SHORT;
        final int destinationVrf = request.value(VrFlow.FLOW_DVRF) & SHORT;
        final int flags = request.value(VrFlow.FLAGS) & SHORT;
        final int source = request.value(VrFlow.SRC_NH_INDEX);
        final int mirror = request.value(VrFlow.MIR_ID) & SHORT;
        final int secondMirror = request.value(VrFlow.SEC_MIR_ID) & SHORT;
        final int member = request.value(VrFlow.ECMP_NH_INDEX);
        final boolean mirrors = (flags & FlowState.MIRROR) != 0;
        final boolean possible = action >= FlowState.DROP
                && action <= FlowState.NAT
                && vrf < limits.vrfs()
                && destinationVrf < limits.vrfs()
                && source >= 0
                && source < limits.nexthops()
                && member >= FlowRequests.NO_FLOW
                && member <= FlowTable.MAX_MEMBER
                && (!mirrors || isMirror(mirror) && isMirror(secondMirror));
        if (!possible) {
            return null;
        }
        return new FlowSetting(
                action,
                flags,
                request.value(VrFlow.FLAGS1) & SHORT,
                vrf,
                destinationVrf,
                source,
                mirror,
                secondMirror,
                (short) request.value(VrFlow.QOS_ID),
                request.value(VrFlow.TTL) & BYTE,
                member,
                (byte) request.value(VrFlow.UNDERLAY_ECMP_INDEX),
                request.value(VrFlow.DROP_REASON) & BYTE);
    }

    /** A flow with one mirror says so with a second one that cannot be. */
    private boolean isMirror(final int mirror) {
        return mirror < limits.mirrors() || mirror == SHORT || mirror == BYTE;
    }
}
