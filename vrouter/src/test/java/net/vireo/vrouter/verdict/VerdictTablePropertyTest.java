// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the rules: the compiled table and the list that is read rule by rule find the same rule. */
class VerdictTablePropertyTest {
    private static final int TABLES = 40;
    private static final int PACKETS = 1_000;
    private static final int MOST_RULES = 150;

    private final long seed = Long.getLong("vireo.verdict.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @ParameterizedTest
    @EnumSource(RandomVerdicts.Habit.class)
    void shouldFindTheRuleThatComesFirst(final RandomVerdicts.Habit habit) {
        int found = 0;
        for (int i = 0; i < TABLES; i++) {
            found += compare(new RandomVerdicts(random, habit), random.nextInt(MOST_RULES));
        }
        // Packets that no rule matches prove little.
        assertThat(found).isGreaterThan(TABLES * PACKETS / 10);
    }

    private int compare(final RandomVerdicts making, final int rules) {
        final VerdictTableBuilder builder = new VerdictTableBuilder();
        final LinearVerdicts linear = new LinearVerdicts();
        for (int rule = 0; rule < rules; rule++) {
            final VerdictMatch match = making.rule();
            builder.add(match, rule * 7);
            linear.add(match);
        }
        final VerdictTable table = builder.build();
        final VerdictKey key = new VerdictKey();
        int found = 0;
        for (int i = 0; i < PACKETS; i++) {
            making.packet(key);
            final int wanted = linear.find(key);
            final int rule = table.find(key);
            assertThat(rule).as("rule, seed %d", seed).isEqualTo(wanted);
            if (rule != VerdictTable.NONE) {
                assertThat(table.verdict(rule)).isEqualTo(rule * 7);
                found++;
            }
        }
        return found;
    }
}
