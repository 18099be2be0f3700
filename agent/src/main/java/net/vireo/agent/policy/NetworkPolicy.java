// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A network policy: rules in their order. Networks that it is attached to ask it about what leaves and enters them.
 *
 * @param name as it is to be named in verdicts
 */
public record NetworkPolicy(String name, List<PolicyRule> rules) {
    public NetworkPolicy {
        rules = List.copyOf(rules);
    }

    /** The rules of a network with these policies, the implicit ones behind them; no rules when there are no policies. */
    static List<Rule> flatten(final String network, final List<NetworkPolicy> policies) {
        final List<Rule> all = new ArrayList<>();
        for (final NetworkPolicy policy : policies) {
            for (int i = 0; i < policy.rules.size(); i++) {
                final PolicyRule written = policy.rules.get(i);
                final Rule rule = new Rule(
                        new RuleRef(policy.name, written.id() == null ? "#" + (i + 1) : written.id()),
                        Rule.ANY_FAMILY,
                        written.protocol(),
                        written.source(),
                        written.sourcePorts(),
                        written.destination(),
                        written.destinationPorts(),
                        Set.of(),
                        written.action());
                all.add(rule);
                if (written.bothWays()) {
                    all.add(rule.reversed());
                }
            }
        }
        if (!all.isEmpty()) {
            final Endpoint own = new Endpoint.Network(network);
            all.add(new Rule(
                    RuleRef.SAME_NETWORK,
                    Rule.ANY_FAMILY,
                    Protocols.ANY,
                    own,
                    PortRange.ANY,
                    own,
                    PortRange.ANY,
                    Set.of(),
                    RuleAction.PASS));
            all.add(Rule.always(RuleRef.DENY, RuleAction.DENY));
        }
        return all;
    }
}
