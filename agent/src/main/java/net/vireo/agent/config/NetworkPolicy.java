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
     * @param mirrorTo the analyzer that gets copies, empty for none
     */
    public record Rule(
            boolean bothWays,
            int protocol,
            TrafficMatch.Side from,
            TrafficMatch.Ports fromPorts,
            TrafficMatch.Side to,
            TrafficMatch.Ports toPorts,
            boolean pass,
            String mirrorTo) {
        /** Without a mirror. */
        public Rule(
                final boolean bothWays,
                final int protocol,
                final TrafficMatch.Side from,
                final TrafficMatch.Ports fromPorts,
                final TrafficMatch.Side to,
                final TrafficMatch.Ports toPorts,
                final boolean pass) {
            this(bothWays, protocol, from, fromPorts, to, toPorts, pass, "");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }
}
