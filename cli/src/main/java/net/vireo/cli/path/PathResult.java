// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.util.ArrayList;
import java.util.List;
import net.vireo.vrouter.trace.WalkComparison;

/**
 * The answer to a question.
 *
 * @param text the packet in words
 * @param from the guest
 * @param sourcePort that was used
 * @param predicted the walk, hop by hop
 * @param actual the probe's; null when none was sent
 */
record PathResult(
        PathQuestion question, String text, Sender from, int sourcePort, List<Hop> predicted, List<Hop> actual) {
    /** Where a hop of the prediction and one of the probe part; a hop that only one of them has is -1 in the other. */
    record Parting(int predictedHop, int actualHop, WalkComparison.Parting at) {}

    boolean wasSent() {
        return actual != null;
    }

    /** How it ended: for the probe when there was one. */
    Outcome outcome() {
        return Outcome.of(wasSent() ? actual : predicted);
    }

    /** Where prediction and probe part, hop by hop; nothing when they agree. */
    List<Parting> partings() {
        final List<Parting> partings = new ArrayList<>();
        final int[] pairs = pairs();
        for (int i = 0; i < predicted.size(); i++) {
            if (pairs[i] < 0) {
                partings.add(new Parting(i, -1, null));
                continue;
            }
            for (final WalkComparison.Parting at : WalkComparison.partings(
                    predicted.get(i).steps(), actual.get(pairs[i]).steps())) {
                partings.add(new Parting(i, pairs[i], at));
            }
        }
        for (int j = 0; j < actual.size(); j++) {
            if (predictedOf(pairs, j) < 0) {
                partings.add(new Parting(-1, j, null));
            }
        }
        return partings;
    }

    /** For each hop of the prediction the probe's hop on the same node, each only once; -1 where there is none. */
    int[] pairs() {
        final int[] pairs = new int[predicted.size()];
        final boolean[] taken = new boolean[actual.size()];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = -1;
            for (int j = 0; j < taken.length && pairs[i] < 0; j++) {
                if (!taken[j] && actual.get(j).node().equals(predicted.get(i).node())) {
                    taken[j] = true;
                    pairs[i] = j;
                }
            }
        }
        return pairs;
    }

    private static int predictedOf(final int[] pairs, final int actualHop) {
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] == actualHop) {
                return i;
            }
        }
        return -1;
    }

    /** What the prediction rests on. */
    List<String> assumptions() {
        return predicted.stream()
                .filter(Hop::assumes)
                .map(hop -> "the flow has no verdict yet on " + hop.node().name()
                        + ": from there on as if its agent said forward")
                .distinct()
                .toList();
    }
}
