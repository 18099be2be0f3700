// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.Protocols;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.WirePort;

/**
 * A flow's key. Parts that a fat flow leaves out are zero.
 *
 * @param nexthop stands for the interface that packets come in on, or, out of a tunnel, go to
 * @param sourcePort, destinationPort of ICMP: an echo's identifier and the answer's type, else 0 and the type
 */
public record FlowKey(
        int nexthop, IpAddress source, IpAddress destination, int protocol, int sourcePort, int destinationPort) {

    /** The key of answers. What stands for the ports of ICMP is the same both ways. */
    public FlowKey reversed(final int answersNexthop) {
        return isIcmp()
                ? new FlowKey(answersNexthop, destination, source, protocol, sourcePort, destinationPort)
                : new FlowKey(answersNexthop, destination, source, protocol, destinationPort, sourcePort);
    }

    /** Whether a fat flow leaves an address out. */
    public boolean isPartial() {
        return source.isZero() || destination.isZero();
    }

    boolean isIcmp() {
        return protocol == Protocols.ICMP || protocol == Protocols.ICMPV6;
    }

    /** Writes the key in a request, in the sender's memory order. */
    void write(final VrFlow request) {
        request.put(VrFlow.FAMILY, source.ipv6() ? Family.INET6 : Family.INET)
                .put(VrFlow.FLOW_NH_ID, nexthop)
                .put(VrFlow.FLOW_PROTO, protocol)
                .put(VrFlow.FLOW_SPORT, WirePort.toWire(sourcePort))
                .put(VrFlow.FLOW_DPORT, WirePort.toWire(destinationPort))
                .put(VrFlow.FLOW_SIP_U, Long.reverseBytes(source.high()))
                .put(VrFlow.FLOW_SIP_L, lower(source))
                .put(VrFlow.FLOW_DIP_U, Long.reverseBytes(destination.high()))
                .put(VrFlow.FLOW_DIP_L, lower(destination));
    }

    private static long lower(final IpAddress address) {
        return address.ipv6() ? Long.reverseBytes(address.low()) : Integer.reverseBytes(address.asInt()) & 0xffff_ffffL;
    }

    @Override
    public String toString() {
        return source + ":" + sourcePort + " > " + destination + ":" + destinationPort + " proto " + protocol + " nh "
                + nexthop;
    }
}
