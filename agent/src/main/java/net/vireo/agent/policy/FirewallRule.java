// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A rule of a firewall policy, which names its ends by tags more than by addresses.
 *
 * @param id its UUID, or null to be named by its place
 * @param endpoints1, endpoints2 what either end may be; the prefixes of an address group are several
 * @param direction who may begin
 * @param services what may be begun; the rule holds for each
 * @param matchTypes types of tags of which both ends must have the same
 */
public record FirewallRule(
        String id,
        List<Endpoint> endpoints1,
        Direction direction,
        List<Endpoint> endpoints2,
        List<Service> services,
        Set<Integer> matchTypes,
        RuleAction action) {
    public FirewallRule {
        endpoints1 = List.copyOf(endpoints1);
        endpoints2 = List.copyOf(endpoints2);
        services = List.copyOf(services);
        matchTypes = Set.copyOf(matchTypes);
    }

    /** Who begins a session. */
    public enum Direction {
        /** {@code >}: the first end. */
        FIRST,
        /** {@code <}: the second end. */
        SECOND,
        /** {@code <>}: either. */
        EITHER
    }

    /**
     * What a session is about.
     *
     * @param protocol its number, or {@link Protocols#ANY}
     * @param sourcePorts of the end that begins
     * @param destinationPorts of the other one
     */
    public record Service(int protocol, PortRange sourcePorts, PortRange destinationPorts) {
        /** Anything. */
        public static final Service ANY = new Service(Protocols.ANY, PortRange.ANY, PortRange.ANY);
    }

    /** Every pair of ends with every service. */
    List<Rule> flatten(final RuleRef ref) {
        final List<Rule> all = new ArrayList<>();
        for (final Endpoint first : endpoints1) {
            for (final Endpoint second : endpoints2) {
                for (final Service service : services) {
                    if (direction != Direction.SECOND) {
                        all.add(rule(ref, first, second, service));
                    }
                    if (direction != Direction.FIRST) {
                        all.add(rule(ref, second, first, service));
                    }
                }
            }
        }
        return all;
    }

    private Rule rule(final RuleRef ref, final Endpoint from, final Endpoint to, final Service service) {
        return new Rule(
                ref,
                Rule.ANY_FAMILY,
                service.protocol,
                from,
                service.sourcePorts,
                to,
                service.destinationPorts,
                matchTypes,
                action);
    }
}
