// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.vireo.packet.fuzz.Corpus;
import net.vireo.testkit.FuzzBudget;
import net.vireo.testkit.Mutator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every view on bad input, in memory that ends where the input ends. {@link FuzzBudget} bounds the long form,
 * {@code -Dvireo.fuzz.seed=n} repeats one.
 */
class ViewFuzzTest extends ViewTest {
    /** Inputs that once were, or nearly were, read past their end: they go in untouched as well. */
    private static final Corpus MALFORMED = Corpus.load(Path.of("src/test/resources/corpus/malformed"));

    /** Tried however slow the machine is at the moment. */
    private static final int MIN_INPUTS = 300;

    @Test
    void shouldSurviveEveryKeptInputAndItsBeginnings() {
        final ViewProbe probe = new ViewProbe(buffer);
        for (final byte[] input : inputs()) {
            for (int length = Math.min(input.length, 150); length >= 0; length--) {
                try {
                    probe.probe(Arrays.copyOf(input, length));
                } catch (final InternalError | RuntimeException e) {
                    fail(length + " bytes of " + HexFormat.of().formatHex(input), e);
                }
            }
        }
        probe.close();
    }

    @Test
    void shouldSurviveBadInputForASecond() {
        fuzz(FuzzBudget.second(ViewFuzzTest.class), Long.getLong("vireo.fuzz.seed", 20261122));
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveBadInput() {
        fuzz(FuzzBudget.ofCommandLine(ViewFuzzTest.class), Long.getLong("vireo.fuzz.seed", System.nanoTime()));
    }

    private static List<byte[]> inputs() {
        return Stream.concat(CORPUS.all().stream(), MALFORMED.all().stream()).toList();
    }

    private void fuzz(final FuzzBudget budget, final long seed) {
        final Mutator mutator = new Mutator(seed, inputs());
        final ViewProbe probe = new ViewProbe(buffer);
        long seen = 0;
        long number = 0;
        while (number < MIN_INPUTS || budget.more()) {
            final byte[] input = mutator.input(number);
            try {
                seen += probe.probe(input);
            } catch (final InternalError | RuntimeException e) {
                fail(
                        "seed " + seed + ", input " + number + ": "
                                + HexFormat.of().formatHex(input),
                        e);
            }
            number++;
        }
        probe.close();
        System.out.println("fuzz: seed " + seed + ", " + number + " inputs, " + Long.toHexString(seen));
        assertThat(seen).as("sum of everything read").isNotZero();
    }
}
