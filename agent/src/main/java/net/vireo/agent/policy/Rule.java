// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.Set;
import net.vireo.vrouter.verdict.VerdictMatch;

/**
 * A rule of one direction, as it is evaluated.
 *
 * @param ref its name
 * @param families {@link VerdictMatch#IPV4}, {@link VerdictMatch#IPV6} or both
 * @param protocol its number, or {@link Protocols#ANY}
 * @param matchTypes types of tags of which both ends must have the same
 */
public record Rule(
        RuleRef ref,
        int families,
        int protocol,
        Endpoint source,
        PortRange sourcePorts,
        Endpoint destination,
        PortRange destinationPorts,
        Set<Integer> matchTypes,
        RuleAction action) {
    /** Both IP versions. */
    public static final int ANY_FAMILY = VerdictMatch.IPV4 | VerdictMatch.IPV6;

    /** A rule that every packet matches. */
    static Rule always(final RuleRef ref, final RuleAction action) {
        return new Rule(
                ref,
                ANY_FAMILY,
                Protocols.ANY,
                Endpoint.ANY,
                PortRange.ANY,
                Endpoint.ANY,
                PortRange.ANY,
                Set.of(),
                action);
    }

    /** The rule for what goes the other way: ends and ports change places. */
    Rule reversed() {
        return new Rule(
                ref, families, protocol, destination, destinationPorts, source, sourcePorts, matchTypes, action);
    }
}
