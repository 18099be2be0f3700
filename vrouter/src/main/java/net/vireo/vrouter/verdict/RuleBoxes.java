// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

/**
 * Rules as boxes: two numbers for each dimension of {@link VerdictKey#point}, both included, in the rules' order. A rule
 * that no packet can match is empty: its first source is behind its last.
 */
final class RuleBoxes {
    static final int STRIDE = 2 * VerdictKey.DIMENSIONS;

    private RuleBoxes() {}

    static int low(final int[] boxes, final int rule, final int dimension) {
        return boxes[rule * STRIDE + 2 * dimension];
    }

    static int high(final int[] boxes, final int rule, final int dimension) {
        return boxes[rule * STRIDE + 2 * dimension + 1];
    }

    static boolean isEmpty(final int[] boxes, final int rule) {
        return low(boxes, rule, VerdictKey.SOURCE) > high(boxes, rule, VerdictKey.SOURCE);
    }

    /** Whether a rule holds a packet. */
    static boolean holds(final int[] boxes, final int rule, final int[] point) {
        int at = rule * STRIDE;
        for (int dimension = 0; dimension < VerdictKey.DIMENSIONS; dimension++) {
            if (point[dimension] < boxes[at] || point[dimension] > boxes[at + 1]) {
                return false;
            }
            at += 2;
        }
        return true;
    }

    static void put(
            final int[] boxes,
            final int rule,
            final VerdictMatch match,
            final AddressRanks sources,
            final AddressRanks destinations) {
        final int families = match.possibleFamilies();
        final int at = rule * STRIDE;
        boxes[at] = families == 0 ? 1 : sources.firstRank(match.source, families);
        boxes[at + 1] = families == 0 ? 0 : sources.lastRank(match.source, families);
        boxes[at + 2] = families == 0 ? 1 : destinations.firstRank(match.destination, families);
        boxes[at + 3] = families == 0 ? 0 : destinations.lastRank(match.destination, families);
        boxes[at + 4] = match.lowProtocol;
        boxes[at + 5] = match.highProtocol;
        boxes[at + 6] = match.lowSourcePort;
        boxes[at + 7] = match.highSourcePort;
        boxes[at + 8] = match.lowDestinationPort;
        boxes[at + 9] = match.highDestinationPort;
    }
}
