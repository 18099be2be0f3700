// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

/**
 * The first packet of a flow, as rules look at it.
 *
 * @param sourcePort, destinationPort as the flow's key has them. An echo request and its answer have the same key, which
 *     names the answer; rules that are asked whether a session may begin see the request's type.
 * @param sourceMembership, destinationMembership what the ends belong to
 */
public record PolicyPacket(
        IpAddress source,
        IpAddress destination,
        int protocol,
        int sourcePort,
        int destinationPort,
        Membership sourceMembership,
        Membership destinationMembership) {
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;
    private static final int ECHO_REQUEST_6 = 128;
    private static final int ECHO_REPLY_6 = 129;

    public PolicyPacket {
        if (protocol == Protocols.ICMP || protocol == Protocols.ICMPV6) {
            sourcePort = 0;
            destinationPort = asked(protocol, destinationPort);
        }
    }

    private static int asked(final int protocol, final int type) {
        if (protocol == Protocols.ICMP) {
            return type == ECHO_REPLY ? ECHO_REQUEST : type;
        }
        return type == ECHO_REPLY_6 ? ECHO_REQUEST_6 : type;
    }
}
