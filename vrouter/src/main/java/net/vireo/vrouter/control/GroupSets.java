// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.vireo.sandesh.ResponseError;
import net.vireo.vrouter.table.Quiescence;
import net.vireo.vrouter.table.Verdicts;

/**
 * Numbers of sets of groups: few different ones belong to many prefixes. One that no prefix has any more is forgotten; its
 * number rests until no lcore can be on its way to it. Control thread.
 */
final class GroupSets {
    /** Of the set without groups. */
    static final int EMPTY = 0;

    private final Verdicts verdicts;
    private final Quiescence quiescence;
    private final int size;
    private final Map<List<Integer>, Counted> sets = new HashMap<>();
    private final BitSet taken = new BitSet();
    private final ArrayDeque<Resting> resting = new ArrayDeque<>();

    private static final class Counted {
        private final int number;
        private int prefixes;

        private Counted(final int number) {
            this.number = number;
        }
    }

    private record Resting(int number, long mark) {}

    GroupSets(final Verdicts verdicts) {
        this(verdicts, Verdicts.MAX_GROUP_SETS);
    }

    /** @param size how many numbers there are, the empty set's among them */
    GroupSets(final Verdicts verdicts, final int size) {
        this.verdicts = verdicts;
        this.size = size;
        quiescence = verdicts.quiescence();
        taken.set(EMPTY);
    }

    /**
     * One more prefix has this set.
     *
     * @return its number
     * @throws Refusal when no number is free
     */
    int take(final int... groups) {
        if (groups.length == 0) {
            return EMPTY;
        }
        final List<Integer> key = key(groups);
        Counted set = sets.get(key);
        if (set == null) {
            set = new Counted(freeNumber());
            taken.set(set.number);
            verdicts.putGroupSet(
                    set.number, key.stream().mapToInt(Integer::intValue).toArray());
            sets.put(key, set);
        }
        set.prefixes++;
        return set.number;
    }

    /** One prefix less has this set; lcores find it no more by that. */
    void give(final int... groups) {
        if (groups.length == 0) {
            return;
        }
        final List<Integer> key = key(groups);
        final Counted set = sets.get(key);
        set.prefixes--;
        if (set.prefixes == 0) {
            sets.remove(key);
            resting.add(new Resting(set.number, quiescence.mark()));
        }
    }

    private int freeNumber() {
        while (!resting.isEmpty() && quiescence.passed(resting.getFirst().mark)) {
            final int rested = resting.removeFirst().number;
            verdicts.putGroupSet(rested, null);
            taken.clear(rested);
        }
        final int number = taken.nextClearBit(EMPTY);
        if (number >= size) {
            throw new Refusal(
                    ResponseError.ENOSPC,
                    "there are " + sets.size() + " different sets of groups already, and " + resting.size()
                            + " that were given up just now");
        }
        return number;
    }

    private static List<Integer> key(final int... groups) {
        return Arrays.stream(groups).distinct().sorted().boxed().toList();
    }

    /** How many different sets prefixes have. */
    int count() {
        return sets.size();
    }

    /** No prefix has any: the tables were cleared. */
    void clear() {
        sets.values().forEach(set -> resting.add(new Resting(set.number, quiescence.mark())));
        sets.clear();
    }
}
