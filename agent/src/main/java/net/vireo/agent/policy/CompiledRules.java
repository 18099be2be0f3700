// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.vireo.vrouter.verdict.VerdictKey;
import net.vireo.vrouter.verdict.VerdictMatch;
import net.vireo.vrouter.verdict.VerdictTable;
import net.vireo.vrouter.verdict.VerdictTableBuilder;

/**
 * Rules as {@link VerdictTable}s: names of networks, groups and sets of tags become numbers that mean something in this list
 * only. Its cost grows with the logarithm of the number of rules. Rules that want the ends to have tags in common have a
 * table for each set of types that they name, of which there are few.
 */
public final class CompiledRules implements RuleFinder {
    private final List<Rule> rules;
    private final Map<Endpoint, Integer> numbers = new HashMap<>();

    /** Sets of tags by one of theirs, so that an end is compared with those only that it may have. */
    private final Map<Integer, List<Endpoint.Tagged>> tagged = new HashMap<>();

    private final Map<Set<Integer>, VerdictTable> tables = new LinkedHashMap<>();

    public CompiledRules(final List<Rule> rules) {
        this.rules = List.copyOf(rules);
        final Map<Set<Integer>, VerdictTableBuilder> builders = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            builders.computeIfAbsent(rules.get(i).matchTypes(), types -> new VerdictTableBuilder())
                    .add(match(rules.get(i)), i);
        }
        builders.forEach((types, builder) -> tables.put(types, builder.build()));
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
            default -> match.sourceGroup(number(rule.source()));
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
            default -> match.destinationGroup(number(rule.destination()));
        }
        return match;
    }

    private int number(final Endpoint group) {
        final Integer known = numbers.get(group);
        if (known != null) {
            return known;
        }
        if (group instanceof Endpoint.Tagged tags) {
            tagged.computeIfAbsent(Collections.min(tags.tags()), tag -> new ArrayList<>())
                    .add(tags);
        }
        numbers.put(group, numbers.size());
        return numbers.size() - 1;
    }

    @Override
    public Rule find(final PolicyPacket packet) {
        final VerdictKey key = key(packet);
        int first = rules.size();
        for (final Map.Entry<Set<Integer>, VerdictTable> entry : tables.entrySet()) {
            if (Tags.agree(entry.getKey(), packet)) {
                final VerdictTable table = entry.getValue();
                final int rule = table.find(key);
                first = rule == VerdictTable.NONE ? first : Math.min(first, table.verdict(rule));
            }
        }
        return first == rules.size() ? null : rules.get(first);
    }

    private VerdictKey key(final PolicyPacket packet) {
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
            addGroups(key, packet.sourceMembership(), true);
            addGroups(key, packet.destinationMembership(), false);
        }
        return key;
    }

    private void addGroups(final VerdictKey key, final Membership of, final boolean source) {
        of.networks().forEach(name -> add(key, new Endpoint.Network(name), source));
        of.groups().forEach(id -> add(key, new Endpoint.Group(id), source));
        for (final int tag : of.tags()) {
            for (final Endpoint.Tagged wanted : tagged.getOrDefault(tag, List.of())) {
                if (of.tags().containsAll(wanted.tags())) {
                    add(key, wanted, source);
                }
            }
        }
    }

    /** Does nothing for what no rule asks for. */
    private void add(final VerdictKey key, final Endpoint group, final boolean source) {
        final Integer number = numbers.get(group);
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

    /** Memory of the tables, in bytes. */
    public long tableBytes() {
        return tables.values().stream().mapToLong(VerdictTable::bytes).sum();
    }
}
