// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.permit;

import java.nio.ByteBuffer;
import net.vireo.packet.IpProtocol;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.WirePort;

/**
 * A flow's key, but for the next hop.
 *
 * @param family {@link Family#INET} or {@link Family#INET6}
 * @param sourceHigh, sourceLow the source address in halves; IPv4: the address in the low 32 bits of sourceLow
 */
record FlowEnds(
        int family,
        int protocol,
        int sourcePort,
        int destinationPort,
        long sourceHigh,
        long sourceLow,
        long destinationHigh,
        long destinationLow) {
    /** The key of a flow that the data plane showed. */
    static FlowEnds of(final VireoFlowList flow) {
        final byte[] source = flow.value(VireoFlowList.SOURCE);
        final byte[] destination = flow.value(VireoFlowList.DESTINATION);
        return new FlowEnds(
                flow.value(VireoFlowList.FAMILY),
                flow.value(VireoFlowList.PROTO),
                flow.value(VireoFlowList.SOURCE_PORT),
                flow.value(VireoFlowList.DESTINATION_PORT),
                high(source),
                low(source),
                high(destination),
                low(destination));
    }

    private static long high(final byte[] address) {
        return address.length == Integer.BYTES ? 0 : ByteBuffer.wrap(address).getLong();
    }

    private static long low(final byte[] address) {
        return address.length == Integer.BYTES
                ? ByteBuffer.wrap(address).getInt() & 0xffff_ffffL
                : ByteBuffer.wrap(address).getLong(Long.BYTES);
    }

    /** What answers have. What stands for the ports of ICMP is the same both ways. */
    FlowEnds reversed() {
        final boolean turns = protocol != IpProtocol.ICMP && protocol != IpProtocol.ICMPV6;
        return new FlowEnds(
                family,
                protocol,
                turns ? destinationPort : sourcePort,
                turns ? sourcePort : destinationPort,
                destinationHigh,
                destinationLow,
                sourceHigh,
                sourceLow);
    }

    /** Writes the key in a request, in the sender's memory order. */
    void write(final VrFlow request) {
        request.put(VrFlow.FAMILY, family)
                .put(VrFlow.FLOW_PROTO, protocol)
                .put(VrFlow.FLOW_SPORT, WirePort.toWire(sourcePort))
                .put(VrFlow.FLOW_DPORT, WirePort.toWire(destinationPort))
                .put(VrFlow.FLOW_SIP_U, Long.reverseBytes(sourceHigh))
                .put(VrFlow.FLOW_SIP_L, lower(sourceLow))
                .put(VrFlow.FLOW_DIP_U, Long.reverseBytes(destinationHigh))
                .put(VrFlow.FLOW_DIP_L, lower(destinationLow));
    }

    private long lower(final long address) {
        return family == Family.INET ? Integer.reverseBytes((int) address) & 0xffff_ffffL : Long.reverseBytes(address);
    }
}
