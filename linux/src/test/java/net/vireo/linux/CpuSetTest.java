// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuSetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0x154                              | 2,4,6,8",
                "0X1D4                              | 2,4,6-8",
                "0x154000000154                     | 2,4,6,8,38,40,42,44",
                "0x1000000000000000000000000        | 96",
                "0x1,00000154                       | 2,4,6,8,32",
                "00000000,00000154                  | 2,4,6,8",
                "00000154                           | 2,4,6,8",
                "1,00000000,00000000                | 64",
                "ff,ffffffff                        | 0-39",
                "2,4,6-8                            | 2,4,6-8",
                "8,7,6,2,4,4                        | 2,4,6-8",
                "154                                | 154",
                "0-1 , 36 - 37                      | 0-1,36-37",
                "(5,6)                              | 5-6",
                "4-12,^8,15                         | 4-7,9-12,15",
                "^6-7,4-9                           | 4-5,8-9",
                "8191                               | 8191",
            })
    void shouldReadMasksAndLists(final String text, final String list) {
        assertThat(CpuSet.parse(text).list()).isEqualTo(list);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "()", "0x0", "00000000,00000000", "3,^3"})
    void shouldReadTheEmptySet(final String text) {
        assertThat(CpuSet.parse(text)).isEqualTo(CpuSet.EMPTY).hasToString("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "2,4,8-6        | '8-6' in '2,4,8-6': a range goes up",
                "2,,4           | '' in '2,,4': a number is missing",
                "2-             | '2-': a number is missing",
                "-3             | '-3': a number is missing",
                "1d4            | '1d4': a mask starts with 0x",
                "one            | 'one': no CPU, range or mask, as 2,4,6-8 or 0x1d4",
                "2,8192         | '8192' in '2,8192': CPUs are 0 to 8191",
                "99999999999    | '99999999999': CPUs are 0 to 8191",
                "0x             | '' in '0x': digits are missing",
                "0x15g          | 'g' in '0x15g': not a hexadecimal digit",
                "0x1,154        | '154' in '0x1,154': groups of a mask have 8 hexadecimal digits",
                "0x-1           | '-' in '0x-1': not a hexadecimal digit",
            })
    void shouldNameTheBadPart(final String text, final String message) {
        assertThatThrownBy(() -> CpuSet.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void shouldRefuseMasksOfMoreCpusThanThereCanBe() {
        assertThat(CpuSet.parse("0x000" + "f" + "0".repeat(2047))).isEqualTo(CpuSet.parse("8188-8191"));
        assertThatThrownBy(() -> CpuSet.parse("0x1" + "0".repeat(2048))).hasMessageContaining("CPUs are 0 to 8191");
        assertThatThrownBy(() -> CpuSet.of(3, -1)).hasMessage("CPU -1: they are 0 to 8191");
        assertThatThrownBy(() -> CpuSet.of(8192)).hasMessage("CPU 8192: they are 0 to 8191");
    }

    @Test
    void shouldPrintListsAndMasks() {
        final CpuSet set = CpuSet.of(44, 2, 3, 64);

        assertThat(set.list()).isEqualTo("2-3,44,64");
        assertThat(set.mask()).isEqualTo("0x1000010000000000c");
        assertThat(set.groupedMask()).isEqualTo("00000001,00001000,0000000c");
        assertThat(CpuSet.EMPTY.list()).isEmpty();
        assertThat(CpuSet.EMPTY.mask()).isEqualTo("0x0");
        assertThat(CpuSet.EMPTY.groupedMask()).isEqualTo("00000000");
    }

    @Test
    void shouldReadWhatItPrintsWhateverTheSet() {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            final int width = 1 + random.nextInt(random.nextBoolean() ? 200 : CpuSet.MAX_CPU);
            final CpuSet set = CpuSet.of(random.ints(random.nextInt(100), 0, width)
                    .flatMap(first -> random.ints(1, 1, 5)
                            .flatMap(length -> IntStream.range(first, Math.min(first + length, CpuSet.MAX_CPU))))
                    .toArray());

            assertThat(CpuSet.parse(set.list())).as("list, seed %d", seed).isEqualTo(set);
            assertThat(CpuSet.parse(set.mask())).as("mask, seed %d", seed).isEqualTo(set);
            assertThat(CpuSet.parse(set.groupedMask()))
                    .as("groups, seed %d", seed)
                    .isEqualTo(set);
        }
    }

    @Test
    void shouldDoTheAlgebraOfSets() {
        final CpuSet even = CpuSet.parse("0,2,4,70");
        final CpuSet low = CpuSet.parse("0-3");

        assertThat(even.union(low)).isEqualTo(CpuSet.parse("0-4,70"));
        assertThat(even.intersection(low)).isEqualTo(CpuSet.of(0, 2));
        assertThat(even.minus(low)).isEqualTo(CpuSet.of(4, 70));
        assertThat(even).as("neither changes").isEqualTo(CpuSet.of(0, 2, 4, 70));
        assertThat(even.intersects(CpuSet.of(1, 70))).isTrue();
        assertThat(even.intersects(CpuSet.of(1, 71))).isFalse();
        assertThat(even.containsAll(CpuSet.of(2, 70))).isTrue();
        assertThat(even.containsAll(low)).isFalse();
        assertThat(even.contains(70)).isTrue();
        assertThat(even.contains(-1)).isFalse();
        assertThat(even.first(3)).isEqualTo(CpuSet.of(0, 2, 4));
        assertThat(even.first(9)).isEqualTo(even).hasSameHashCodeAs(even.first(9));
        assertThat(even.lowest()).isZero();
        assertThat(CpuSet.EMPTY.lowest()).isEqualTo(-1);
        assertThat(even.count()).isEqualTo(4);
    }
}
