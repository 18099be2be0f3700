// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;

/**
 * What the ports of a group may send and get; what no rule allows is dropped.
 *
 * @param id a number of its own, 0 when it has none
 */
public record SecurityGroup(String name, int id, List<Rule> rules) implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "SecurityGroup";

    /**
     * What is allowed.
     *
     * @param ingress to the port; else from it
     * @param ipv6 the family it counts for
     * @param protocol as in IP, {@link TrafficMatch#ANY_PROTOCOL} for any
     * @param ports at the receiver
     * @param remote the other side
     * @param mirrorTo the analyzer that gets copies, empty for none
     */
    public record Rule(
            boolean ingress,
            boolean ipv6,
            int protocol,
            TrafficMatch.Ports ports,
            TrafficMatch.Side remote,
            String mirrorTo) {
        /** Without a mirror. */
        public Rule(
                final boolean ingress,
                final boolean ipv6,
                final int protocol,
                final TrafficMatch.Ports ports,
                final TrafficMatch.Side remote) {
            this(ingress, ipv6, protocol, ports, remote, "");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }
}
