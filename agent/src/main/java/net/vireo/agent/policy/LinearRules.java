// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.List;
import net.vireo.vrouter.verdict.VerdictMatch;

/** Reads rules one by one: what they mean, in the plainest form. {@link CompiledRules} must answer the same. */
public final class LinearRules implements RuleFinder {
    private final List<Rule> rules;

    public LinearRules(final List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    @Override
    public Rule find(final PolicyPacket packet) {
        for (final Rule rule : rules) {
            if (matches(rule, packet)) {
                return rule;
            }
        }
        return null;
    }

    @Override
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    private static boolean matches(final Rule rule, final PolicyPacket packet) {
        final int family = packet.source().ipv6() ? VerdictMatch.IPV6 : VerdictMatch.IPV4;
        return (rule.families() & family) != 0
                && (rule.protocol() == Protocols.ANY || rule.protocol() == packet.protocol())
                && matches(rule.source(), packet.source(), packet.sourceMembership())
                && rule.sourcePorts().contains(packet.sourcePort())
                && matches(rule.destination(), packet.destination(), packet.destinationMembership())
                && rule.destinationPorts().contains(packet.destinationPort())
                && Tags.agree(rule.matchTypes(), packet);
    }

    private static boolean matches(final Endpoint wanted, final IpAddress address, final Membership of) {
        return switch (wanted) {
            case Endpoint.Any any -> true;
            case Endpoint.Subnet subnet -> subnet.prefix().contains(address);
            case Endpoint.Network network -> of.networks().contains(network.name());
            case Endpoint.Group group -> of.groups().contains(group.id());
            case Endpoint.Tagged tagged -> of.tags().containsAll(tagged.tags());
        };
    }
}
