// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.List;
import java.util.Set;
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
                && matches(rule.source(), packet.source(), packet.sourceNetworks(), packet.sourceGroups())
                && rule.sourcePorts().contains(packet.sourcePort())
                && matches(
                        rule.destination(),
                        packet.destination(),
                        packet.destinationNetworks(),
                        packet.destinationGroups())
                && rule.destinationPorts().contains(packet.destinationPort());
    }

    private static boolean matches(
            final Endpoint wanted, final IpAddress address, final Set<String> networks, final Set<Integer> groups) {
        return switch (wanted) {
            case Endpoint.Any any -> true;
            case Endpoint.Subnet subnet -> subnet.prefix().contains(address);
            case Endpoint.Network network -> networks.contains(network.name());
            case Endpoint.Group group -> groups.contains(group.id());
        };
    }
}
