// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.Set;

/**
 * A session that wants to begin. With translation its ends see different addresses: a security group sees what its member
 * sends and receives, a network's policy the addresses of that network.
 *
 * @param sent as it left the source
 * @param between as it is in the networks, floating addresses on both ends
 * @param delivered as it reaches the destination
 * @param service whether the node itself answers the destination
 */
public record Session(
        PolicyPacket sent, PolicyPacket between, PolicyPacket delivered, End source, End destination, Service service) {
    /** What of the node a session is for. */
    public enum Service {
        /** Nothing: it is for another guest, or leaves the node. */
        NONE,
        /** The gateway or name server of the source's network: ICMP and DNS are always allowed. */
        GATEWAY,
        /** A link-local service: always allowed. */
        LINK_LOCAL
    }

    /**
     * What lists an end is asked about.
     *
     * @param here whether it is an interface of this node; others are asked where they are
     * @param network whose policies hold, or null
     * @param groups its security groups
     * @param tags its tags
     */
    public record End(boolean here, String network, Set<Integer> groups, Set<Integer> tags) {
        /** An end that lies elsewhere. */
        public static final End ELSEWHERE = new End(false, null, Set.of(), Set.of());
    }

    /** Without translation. */
    public static Session plain(final PolicyPacket packet, final End source, final End destination) {
        return new Session(packet, packet, packet, source, destination, Service.NONE);
    }
}
