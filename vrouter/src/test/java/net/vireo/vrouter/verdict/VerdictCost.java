// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

import java.util.Random;

/** Prints what a look-up costs with 1, 100, 1,000 and 10,000 rules, and what building and memory do. A program, no test. */
final class VerdictCost {
    private static final int ROUNDS = 7;
    private static final int PACKETS = 1 << 14;

    private VerdictCost() {}

    public static void main(final String[] arguments) {
        System.out.println("habit    rules    ns/look-up    build ms    bytes/rule    longest walk");
        for (final RandomVerdicts.Habit habit : RandomVerdicts.Habit.values()) {
            for (final int rules : new int[] {1, 100, 1_000, 10_000}) {
                line(habit, rules);
            }
        }
    }

    private static void line(final RandomVerdicts.Habit habit, final int rules) {
        final RandomVerdicts making = new RandomVerdicts(new Random(1), habit);
        final VerdictTableBuilder builder = new VerdictTableBuilder();
        for (int rule = 0; rule < rules; rule++) {
            builder.add(making.rule(), rule);
        }
        final long startNs = System.nanoTime();
        final VerdictTable table = builder.build();
        final long builtNs = System.nanoTime() - startNs;
        final VerdictKey[] keys = new VerdictKey[PACKETS];
        for (int i = 0; i < PACKETS; i++) {
            keys[i] = new VerdictKey();
            making.packet(keys[i]);
        }
        double best = Double.MAX_VALUE;
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final long from = System.nanoTime();
            for (final VerdictKey key : keys) {
                found += table.find(key) == VerdictTable.NONE ? 0 : 1;
            }
            best = Math.min(best, (System.nanoTime() - from) / (double) PACKETS);
        }
        System.out.printf(
                "%-8s %5d    %10.0f    %8d    %10d    %12d   (%d %% found)%n",
                habit,
                rules,
                best,
                builtNs / 1_000_000,
                table.bytes() / rules,
                table.longestWalk(),
                100 * found / PACKETS / ROUNDS);
    }
}
