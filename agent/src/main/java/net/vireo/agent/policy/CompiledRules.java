// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.vireo.vrouter.verdict.VerdictKey;
import net.vireo.vrouter.verdict.VerdictMatch;
import net.vireo.vrouter.verdict.VerdictTable;
import net.vireo.vrouter.verdict.VerdictTableBuilder;

/**
 * Rules as a {@link VerdictTable}: names of networks and groups become numbers that mean something in this list only. Its
 * cost grows with the logarithm of the number of rules.
 */
public final class CompiledRules implements RuleFinder {
    private final List<Rule> rules;
    private final Map<Endpoint, Integer> numbers = new HashMap<>();
    private final VerdictTable table;

    public CompiledRules(final List<Rule> rules) {
        this.rules = List.copyOf(rules);
        final VerdictTableBuilder builder = new VerdictTableBuilder();
        for (int i = 0; i < rules.size(); i++) {
            builder.add(match(rules.get(i)), i);
        }
        table = builder.build();
    }

    private VerdictMatch match(final Rule rule) {
        final VerdictMatch match = new VerdictMatch()
                .families(rule.families())
                .sourcePorts(rule.sourcePorts().low(), rule.sourcePorts().high())
                .destinationPorts(
                        rule.destinationPorts().low(), rule.destinationPorts().high());
        if (rule.protocol() != Protocols.ANY) {
            match.protocol(rule.protocol());
        }
        switch (rule.source()) {
            case Endpoint.Any any -> {}
            case Endpoint.Subnet(IpPrefix(IpAddress address, int length)) -> {
                if (address.ipv6()) {
                    match.source6(address.high(), address.low(), length);
                } else {
                    match.source4(address.asInt(), length);
                }
            }
            case Endpoint.Network network -> match.sourceGroup(number(network));
            case Endpoint.Group group -> match.sourceGroup(number(group));
        }
        switch (rule.destination()) {
            case Endpoint.Any any -> {}
            case Endpoint.Subnet(IpPrefix(IpAddress address, int length)) -> {
                if (address.ipv6()) {
                    match.destination6(address.high(), address.low(), length);
                } else {
                    match.destination4(address.asInt(), length);
                }
            }
            case Endpoint.Network network -> match.destinationGroup(number(network));
            case Endpoint.Group group -> match.destinationGroup(number(group));
        }
        return match;
    }

    private int number(final Endpoint group) {
        final int next = numbers.size();
        return numbers.computeIfAbsent(group, made -> next);
    }

    @Override
    public Rule find(final PolicyPacket packet) {
        final VerdictKey key = new VerdictKey();
        final IpAddress source = packet.source();
        final IpAddress destination = packet.destination();
        if (source.ipv6()) {
            key.ipv6(
                    source.high(),
                    source.low(),
                    destination.high(),
                    destination.low(),
                    packet.protocol(),
                    packet.sourcePort(),
                    packet.destinationPort());
        } else {
            key.ipv4(
                    source.asInt(),
                    destination.asInt(),
                    packet.protocol(),
                    packet.sourcePort(),
                    packet.destinationPort());
        }
        if (!numbers.isEmpty()) {
            addGroups(key, packet.sourceNetworks(), packet.sourceGroups(), true);
            addGroups(key, packet.destinationNetworks(), packet.destinationGroups(), false);
        }
        final int rule = table.find(key);
        return rule == VerdictTable.NONE ? null : rules.get(table.verdict(rule));
    }

    private void addGroups(
            final VerdictKey key, final Set<String> networks, final Set<Integer> groups, final boolean source) {
        networks.forEach(name -> add(key, numbers.get(new Endpoint.Network(name)), source));
        groups.forEach(id -> add(key, numbers.get(new Endpoint.Group(id)), source));
    }

    /** @param number null for a group that no rule asks for */
    private static void add(final VerdictKey key, final Integer number, final boolean source) {
        if (number != null && source) {
            key.addSourceGroup(number);
        } else if (number != null) {
            key.addDestinationGroup(number);
        }
    }

    @Override
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Memory of the table, in bytes. */
    public long tableBytes() {
        return table.bytes();
    }
}
