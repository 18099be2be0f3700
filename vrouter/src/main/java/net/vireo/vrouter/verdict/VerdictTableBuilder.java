// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compiles rules into a {@link VerdictTable}. One thread; building may take a tenth of a second for 10,000 rules. */
public final class VerdictTableBuilder {
    /** A range is narrow when it is no more than this part of what there is. */
    private static final int NARROW_PART = 16;

    private final List<VerdictMatch> matches = new ArrayList<>();
    private final IntList verdicts = new IntList();

    /** No rules yet. */
    public VerdictTableBuilder() {}

    /**
     * Adds a rule behind those that were added before.
     *
     * @param match what it asks; not to be changed any more
     * @param verdict what it says, any number
     * @return the rule's number, from 0 on
     */
    public int add(final VerdictMatch match, final int verdict) {
        matches.add(match);
        verdicts.add(verdict);
        return matches.size() - 1;
    }

    /** The table of what was added. */
    public VerdictTable build() {
        final AddressRanks sources =
                AddressRanks.of(matches.stream().map(match -> match.source).toList());
        final AddressRanks destinations =
                AddressRanks.of(matches.stream().map(match -> match.destination).toList());
        final int[] boxes = new int[matches.size() * RuleBoxes.STRIDE];
        final Map<Long, Map<Integer, IntList>> sorted = new TreeMap<>();
        boolean sourceGroups = false;
        boolean destinationGroups = false;
        for (int rule = 0; rule < matches.size(); rule++) {
            final VerdictMatch match = matches.get(rule);
            RuleBoxes.put(boxes, rule, match, sources, destinations);
            sourceGroups |= match.source.group != VerdictMatch.NO_GROUP;
            destinationGroups |= match.destination.group != VerdictMatch.NO_GROUP;
            if (!RuleBoxes.isEmpty(boxes, rule)) {
                sorted.computeIfAbsent(
                                PairTable.key(match.source.group, match.destination.group), pair -> new TreeMap<>())
                        .computeIfAbsent(
                                shape(boxes, rule, sources.count(), destinations.count()), shape -> new IntList())
                        .add(rule);
            }
        }
        final TreeBuilder builder = new TreeBuilder(boxes, sources.count() - 1, destinations.count() - 1);
        final PairTable pairs = new PairTable(sorted.size());
        final IntList trees = new IntList();
        sorted.forEach((pair, shapes) -> {
            final int first = trees.size() / VerdictTable.TREE_INTS;
            plant(shapes, builder, trees);
            pairs.put(pair, first, trees.size() / VerdictTable.TREE_INTS);
        });
        return new VerdictTable(
                sources,
                destinations,
                boxes,
                verdicts.toArray(),
                builder,
                pairs,
                trees.toArray(),
                sourceGroups,
                destinationGroups);
    }

    /** A tree for each shape, in the order of their first rules. */
    private static void plant(final Map<Integer, IntList> shapes, final TreeBuilder builder, final IntList trees) {
        final Map<Integer, IntList> byFirstRule = new TreeMap<>();
        shapes.values().forEach(rules -> byFirstRule.put(rules.get(0), rules));
        byFirstRule.forEach((first, rules) -> {
            trees.add(builder.build(rules.toArray()));
            trees.add(first);
        });
    }

    /** Which dimensions a rule picks out narrowly: a bit each. */
    private static int shape(final int[] boxes, final int rule, final int sourceRanks, final int destinationRanks) {
        int shape = 0;
        for (int dimension = 0; dimension < VerdictKey.DIMENSIONS; dimension++) {
            final int all =
                    switch (dimension) {
                        case VerdictKey.SOURCE -> sourceRanks;
                        case VerdictKey.DESTINATION -> destinationRanks;
                        case VerdictKey.PROTOCOL -> VerdictMatch.MAX_PROTOCOL + 1;
                        default -> VerdictMatch.MAX_PORT + 1;
                    };
            final int asked = RuleBoxes.high(boxes, rule, dimension) - RuleBoxes.low(boxes, rule, dimension) + 1;
            shape |= asked <= Math.max(all / NARROW_PART, 1) ? 1 << dimension : 0;
        }
        return shape;
    }
}
