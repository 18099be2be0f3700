// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.vireo.vrouter.table.Quiescence;
import net.vireo.vrouter.table.Tables;
import org.junit.jupiter.api.Test;

class GroupSetsTest {
    private static final int SIZE = 4;

    private final Grace grace = new Grace();
    private final GroupSets sets =
            new GroupSets(new Tables(new Tables.Limits(16, 16, 256, 256), grace).verdicts(), SIZE);

    /** Periods that pass when the test says so. */
    private static final class Grace implements Quiescence {
        private long last;
        private long over;

        @Override
        public long mark() {
            last++;
            return last;
        }

        @Override
        public boolean passed(final long mark) {
            return mark <= over;
        }

        private void pass() {
            over = last;
        }
    }

    @Test
    void shouldForgetASetThatNoPrefixHasAnyMore() {
        for (int group = 0; group < 10 * SIZE; group++) {
            assertThat(sets.take(group, group + 1)).isBetween(1, SIZE - 1);
            sets.give(group + 1, group);
            grace.pass();
        }
        assertThat(sets.count()).isZero();
    }

    @Test
    void shouldUseANumberAgainOnlyWhenNoLcoreCanBeOnItsWayToIt() {
        final int first = sets.take(1);
        sets.give(1);
        assertThat(sets.take(2)).isNotEqualTo(first);
        assertThat(sets.take(3)).isNotEqualTo(first);
        assertThatThrownBy(() -> sets.take(4)).isInstanceOf(Refusal.class).hasMessageContaining("2 different sets");

        grace.pass();
        assertThat(sets.take(4)).isEqualTo(first);
    }

    @Test
    void shouldKeepASetForAsLongAsOnePrefixHasIt() {
        final int number = sets.take(7, 5);
        assertThat(sets.take(5, 7, 5)).isEqualTo(number);
        sets.give(5, 7);
        grace.pass();
        assertThat(sets.take(9)).isNotEqualTo(number);
        assertThat(sets.take(5, 7)).isEqualTo(number);
    }

    @Test
    void shouldNotHandOutNumbersOfClearedTablesAtOnce() {
        final int number = sets.take(1);
        sets.clear();
        assertThat(sets.count()).isZero();
        assertThat(sets.take(2)).isNotEqualTo(number);
    }
}
