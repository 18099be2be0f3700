// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

/**
 * An ordered list of rules, compiled: answers which rule is the first to match a packet. Immutable, any thread; a look-up
 * allocates nothing.
 *
 * <p>Rules that ask for groups are found by hashing the pair of groups (source, destination) that they ask for; a packet
 * tries each pair that its groups make, which no number of rules changes. Rules of one pair are sorted into at most 32
 * <i>shapes</i> by which of the five dimensions they pick out narrowly, and each shape is a balanced tree. Sorting by
 * shape is what keeps the trees small: a rule for all ports is never cut in pieces by a thousand rules for one port each.
 * Trees that hold no earlier rule than the one found are passed over.
 *
 * <p>Cost: for n rules a binary search per address, then per tree as many steps as it is deep, about the logarithm of its
 * rules, and up to eight rules one by one. Bounds: a rule is noted eight times on average at most; where that
 * does not do, because rules of one shape overlap each other in all dimensions, cutting ends and a longer leaf is gone over.
 * That is at most about 400 bytes per rule; with the rules that people write it is about 100 (see {@link #bytes}).
 */
public final class VerdictTable {
    /** No rule matches. */
    public static final int NONE = -1;

    /** Numbers of a tree: its root, its first rule. */
    static final int TREE_INTS = 2;

    private final AddressRanks sources;
    private final AddressRanks destinations;
    private final int[] boxes;
    private final int[] verdicts;
    private final int[] nodes;
    private final int[] leaves;
    private final PairTable pairs;
    private final int[] trees;
    private final boolean asksSourceGroups;
    private final boolean asksDestinationGroups;

    VerdictTable(
            final AddressRanks sources,
            final AddressRanks destinations,
            final int[] boxes,
            final int[] verdicts,
            final TreeBuilder built,
            final PairTable pairs,
            final int[] trees,
            final boolean asksSourceGroups,
            final boolean asksDestinationGroups) {
        this.sources = sources;
        this.destinations = destinations;
        this.boxes = boxes;
        this.verdicts = verdicts;
        nodes = built.nodes();
        leaves = built.leaves();
        this.pairs = pairs;
        this.trees = trees;
        this.asksSourceGroups = asksSourceGroups;
        this.asksDestinationGroups = asksDestinationGroups;
    }

    /** How many rules there are. */
    public int size() {
        return verdicts.length;
    }

    /** What the rule says that {@link #find} answered. */
    public int verdict(final int rule) {
        return verdicts[rule];
    }

    /**
     * The first rule that matches.
     *
     * @param key the packet; the table notes ranks in it, so that it is the caller's alone
     * @return its number in the order in which rules were added, or {@link #NONE}
     */
    public int find(final VerdictKey key) {
        if (verdicts.length == 0) {
            return NONE;
        }
        key.point[VerdictKey.SOURCE] = sources.rank(key.ipv6, key.sourceHigh, key.sourceLow);
        key.point[VerdictKey.DESTINATION] = destinations.rank(key.ipv6, key.destinationHigh, key.destinationLow);
        final int sourceGroups = asksSourceGroups ? key.sourceGroupCount : 0;
        int best = fromSource(VerdictMatch.NO_GROUP, key, verdicts.length);
        for (int i = 0; i < sourceGroups; i++) {
            best = fromSource(key.sourceGroups[i], key, best);
        }
        return best == verdicts.length ? NONE : best;
    }

    private int fromSource(final int sourceGroup, final VerdictKey key, final int bestYet) {
        int best = among(pairs.find(sourceGroup, VerdictMatch.NO_GROUP), key.point, bestYet);
        final int destinationGroups = asksDestinationGroups ? key.destinationGroupCount : 0;
        for (int i = 0; i < destinationGroups; i++) {
            best = among(pairs.find(sourceGroup, key.destinationGroups[i]), key.point, best);
        }
        return best;
    }

    private int among(final int pair, final int[] point, final int bestYet) {
        if (pair < 0) {
            return bestYet;
        }
        int best = bestYet;
        final int end = pairs.end(pair);
        for (int tree = pairs.first(pair); tree < end; tree++) {
            // They stand in the order of their first rules.
            if (trees[tree * TREE_INTS + 1] >= best) {
                return best;
            }
            best = walk(trees[tree * TREE_INTS], point, best);
        }
        return best;
    }

    private int walk(final int root, final int[] point, final int best) {
        int node = root;
        while (nodes[node] != TreeBuilder.LEAF) {
            node = nodes[point[nodes[node]] <= nodes[node + 1] ? node + 2 : node + 3];
        }
        final int first = nodes[node + 1];
        final int end = first + nodes[node + 2];
        for (int i = first; i < end && leaves[i] < best; i++) {
            if (RuleBoxes.holds(boxes, leaves[i], point)) {
                return leaves[i];
            }
        }
        return best;
    }

    /** The longest walk that a look-up in one tree can take: nodes, and rules of the leaf. */
    public int longestWalk() {
        int longest = 0;
        for (int tree = 0; tree < trees.length; tree += TREE_INTS) {
            longest = Math.max(longest, longestWalk(trees[tree]));
        }
        return longest;
    }

    private int longestWalk(final int node) {
        return nodes[node] == TreeBuilder.LEAF
                ? nodes[node + 2]
                : 1 + Math.max(longestWalk(nodes[node + 2]), longestWalk(nodes[node + 3]));
    }

    /** Memory of its arrays, in bytes. */
    public long bytes() {
        final long numbers = (long) boxes.length + verdicts.length + nodes.length + leaves.length + trees.length;
        return Integer.BYTES * numbers + sources.bytes() + destinations.bytes() + pairs.bytes();
    }
}
