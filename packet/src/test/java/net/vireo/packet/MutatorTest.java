// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import net.vireo.testkit.Mutator;
import org.junit.jupiter.api.Test;

class MutatorTest {
    private static final List<byte[]> CORPUS =
            List.of(new byte[60], "a control message".repeat(3).getBytes(US_ASCII));

    @Test
    void shouldMakeTheSameInputFromTheSameNumbers() {
        for (long n = 0; n < 1000; n++) {
            assertThat(new Mutator(7, CORPUS).input(n)).isEqualTo(new Mutator(7, CORPUS).input(n));
        }
    }

    @Test
    void shouldMakeManyDifferentInputsAndLeaveTheCorpusAlone() {
        final Mutator mutator = new Mutator(7, CORPUS);
        final Set<String> inputs = new HashSet<>();
        int shorter = 0;
        int untouched = 0;
        for (long n = 0; n < 1000; n++) {
            final byte[] input = mutator.input(n);
            inputs.add(HexFormat.of().formatHex(input));
            shorter += input.length < 51 ? 1 : 0;
            untouched += Arrays.equals(input, CORPUS.get(1)) ? 1 : 0;
        }
        assertThat(inputs).hasSizeGreaterThan(800);
        assertThat(shorter).isGreaterThan(100);
        assertThat(untouched).isPositive();
        assertThat(CORPUS.get(0)).isEqualTo(new byte[60]);
        assertThat(mutator.seed()).isEqualTo(7);
    }

    @Test
    void shouldRefuseAnEmptyCorpus() {
        assertThatThrownBy(() -> new Mutator(7, List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
