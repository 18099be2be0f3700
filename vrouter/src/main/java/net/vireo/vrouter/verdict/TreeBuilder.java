// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

import java.util.Arrays;

/**
 * Cuts the space of packets in two, again and again, until few rules are left in each piece. Each cut is at the median of
 * where rules begin and end, in the dimension that parts them best, so that the depth is that of a balanced tree. A rule
 * that lies on both sides of a cut is noted twice; a budget bounds how often, and where it ends so does the cutting.
 */
final class TreeBuilder {
    /** Numbers of an inner node: dimension, threshold, where lower values go on, where higher ones do. */
    static final int NODE_INTS = 4;

    /** In place of a dimension: a leaf; then where its rules begin and how many there are. */
    static final int LEAF = -1;

    /** A leaf without rules, shared. */
    static final int EMPTY = 0;

    /** Rules that are gone over one by one sooner than cut again. */
    private static final int FEW_RULES = 8;

    /** How often a rule is noted, on average, at most. */
    private static final int COPIES = 8;

    private static final int MIN_BUDGET = 64;

    /** With how many rules of a leaf another one is compared, so that building stays quick. */
    private static final int MAX_COMPARED = 64;

    private final int[] boxes;
    private final int lastSource;
    private final int lastDestination;
    private final IntList nodes = new IntList();
    private final IntList leaves = new IntList();
    private final IntList edges = new IntList();

    /** @param lastSource, lastDestination the highest ranks of addresses */
    TreeBuilder(final int[] boxes, final int lastSource, final int lastDestination) {
        this.boxes = boxes;
        this.lastSource = lastSource;
        this.lastDestination = lastDestination;
        node(LEAF, 0, 0);
    }

    /** Builds one tree of rules, which are in their order; answers its root. */
    int build(final int[] rules) {
        final int[] space = {
            0,
            lastSource,
            0,
            lastDestination,
            0,
            VerdictMatch.MAX_PROTOCOL,
            0,
            VerdictMatch.MAX_PORT,
            0,
            VerdictMatch.MAX_PORT
        };
        return build(rules, space, COPIES * rules.length + MIN_BUDGET);
    }

    private int build(final int[] candidates, final int[] space, final int budget) {
        final int[] rules = seen(candidates, space);
        if (rules.length == 0) {
            return EMPTY;
        }
        if (rules.length <= FEW_RULES) {
            return leaf(rules, space);
        }
        int bestDimension = LEAF;
        int bestThreshold = 0;
        int bestCost = Integer.MAX_VALUE;
        for (int dimension = 0; dimension < VerdictKey.DIMENSIONS; dimension++) {
            final int threshold = median(rules, space, dimension);
            if (threshold < space[2 * dimension + 1]) {
                final int below = count(rules, dimension, space[2 * dimension], threshold);
                final int above = count(rules, dimension, threshold + 1, space[2 * dimension + 1]);
                final int cost = below + above + Math.max(below, above);
                if (Math.max(below, above) < rules.length && below + above <= budget && cost < bestCost) {
                    bestDimension = dimension;
                    bestThreshold = threshold;
                    bestCost = cost;
                }
            }
        }
        return bestDimension == LEAF ? leaf(rules, space) : cut(rules, space, budget, bestDimension, bestThreshold);
    }

    private int cut(final int[] rules, final int[] space, final int budget, final int dimension, final int threshold) {
        final int low = space[2 * dimension];
        final int high = space[2 * dimension + 1];
        final int below = count(rules, dimension, low, threshold);
        final int above = count(rules, dimension, threshold + 1, high);
        final int budgetBelow = (int) ((long) budget * below / (below + above));
        final int node = node(dimension, threshold, 0);
        space[2 * dimension + 1] = threshold;
        final int lower = build(among(rules, dimension, low, threshold, below), space, budgetBelow);
        space[2 * dimension + 1] = high;
        space[2 * dimension] = threshold + 1;
        final int higher = build(among(rules, dimension, threshold + 1, high, above), space, budget - budgetBelow);
        space[2 * dimension] = low;
        nodes.set(node + 2, lower);
        nodes.set(node + 3, higher);
        return node;
    }

    /** Without the rules that come behind one that holds all of the space: nothing reaches them. */
    private int[] seen(final int[] rules, final int[] space) {
        for (int i = 0; i < rules.length; i++) {
            if (covers(rules[i], space)) {
                return Arrays.copyOf(rules, i + 1);
            }
        }
        return rules;
    }

    private boolean covers(final int rule, final int[] space) {
        for (int dimension = 0; dimension < VerdictKey.DIMENSIONS; dimension++) {
            if (RuleBoxes.low(boxes, rule, dimension) > space[2 * dimension]
                    || RuleBoxes.high(boxes, rule, dimension) < space[2 * dimension + 1]) {
                return false;
            }
        }
        return true;
    }

    /** The value behind which to cut: the middle one of those where a rule ends or another begins, or the space's end. */
    private int median(final int[] rules, final int[] space, final int dimension) {
        edges.clear();
        for (final int rule : rules) {
            if (RuleBoxes.low(boxes, rule, dimension) > space[2 * dimension]) {
                edges.add(RuleBoxes.low(boxes, rule, dimension) - 1);
            }
            if (RuleBoxes.high(boxes, rule, dimension) < space[2 * dimension + 1]) {
                edges.add(RuleBoxes.high(boxes, rule, dimension));
            }
        }
        return edges.size() == 0 ? space[2 * dimension + 1] : edges.median();
    }

    private int count(final int[] rules, final int dimension, final int low, final int high) {
        int count = 0;
        for (final int rule : rules) {
            count += reaches(rule, dimension, low, high) ? 1 : 0;
        }
        return count;
    }

    private int[] among(final int[] rules, final int dimension, final int low, final int high, final int count) {
        final int[] found = new int[count];
        int at = 0;
        for (final int rule : rules) {
            if (reaches(rule, dimension, low, high)) {
                found[at++] = rule;
            }
        }
        return found;
    }

    private boolean reaches(final int rule, final int dimension, final int low, final int high) {
        return RuleBoxes.low(boxes, rule, dimension) <= high && RuleBoxes.high(boxes, rule, dimension) >= low;
    }

    private int leaf(final int[] rules, final int[] space) {
        final int first = leaves.size();
        for (final int rule : rules) {
            if (!isHidden(rule, first, space)) {
                leaves.add(rule);
            }
        }
        return node(LEAF, first, leaves.size() - first);
    }

    /** Whether an earlier rule of the leaf holds all that this one holds of the space. */
    private boolean isHidden(final int rule, final int first, final int[] space) {
        final int end = Math.min(leaves.size(), first + MAX_COMPARED);
        for (int i = first; i < end; i++) {
            if (hides(leaves.get(i), rule, space)) {
                return true;
            }
        }
        return false;
    }

    private boolean hides(final int earlier, final int rule, final int[] space) {
        for (int dimension = 0; dimension < VerdictKey.DIMENSIONS; dimension++) {
            final int low = Math.max(RuleBoxes.low(boxes, rule, dimension), space[2 * dimension]);
            final int high = Math.min(RuleBoxes.high(boxes, rule, dimension), space[2 * dimension + 1]);
            if (RuleBoxes.low(boxes, earlier, dimension) > low || RuleBoxes.high(boxes, earlier, dimension) < high) {
                return false;
            }
        }
        return true;
    }

    private int node(final int dimension, final int first, final int second) {
        final int at = nodes.size();
        nodes.add(dimension);
        nodes.add(first);
        nodes.add(second);
        nodes.add(0);
        return at;
    }

    int[] nodes() {
        return nodes.toArray();
    }

    int[] leaves() {
        return leaves.toArray();
    }
}
