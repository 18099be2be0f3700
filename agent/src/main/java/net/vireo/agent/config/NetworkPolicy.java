// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;

/** What may pass between networks; the first rule that matches counts. */
public record NetworkPolicy(String name, List<Rule> rules) implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "NetworkPolicy";

    /**
     * A rule.
     *
     * @param bothWays whether it also matches conversations that the other side begins
     * @param protocol as in IP, {@link TrafficMatch#ANY_PROTOCOL} for any
     * @param pass else dropped
     */
    public record Rule(
            boolean bothWays,
            int protocol,
            TrafficMatch.Side from,
            TrafficMatch.Ports fromPorts,
            TrafficMatch.Side to,
            TrafficMatch.Ports toPorts,
            boolean pass) {}

    @Override
    public String kind() {
        return KIND;
    }
}
