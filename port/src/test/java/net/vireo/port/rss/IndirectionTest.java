// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndirectionTest {
    @Test
    void shouldBeginAnewInEachGroupOf64() {
        final int[] table = Indirection.fill(128, 3);

        for (int group = 0; group < 2; group++) {
            final int[] part = Arrays.copyOfRange(table, group * 64, group * 64 + 64);
            assertThat(part).startsWith(0, 1, 2, 0).endsWith(2, 0);
            assertThat(count(part, 0)).isEqualTo(22);
            assertThat(count(part, 1)).isEqualTo(21);
            assertThat(count(part, 2)).isEqualTo(21);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16, 32, 64})
    void shouldGiveAPowerOfTwoOfQueuesTheSameShare(final int queues) {
        final int[] table = Indirection.fill(256, queues);

        for (int queue = 0; queue < queues; queue++) {
            assertThat(count(table, queue)).isEqualTo(256 / queues);
        }
    }

    @Test
    void shouldFillATableThatIsShorterThanAGroup() {
        assertThat(Indirection.fill(8, 3)).containsExactly(0, 1, 2, 0, 1, 2, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3, 100, 512})
    void shouldRefuseOtherSizes(final int entries) {
        assertThatThrownBy(() -> Indirection.fill(entries, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("power of two")
                .hasMessageContaining("" + entries);
    }

    private static long count(final int[] table, final int queue) {
        return Arrays.stream(table).filter(each -> each == queue).count();
    }
}
