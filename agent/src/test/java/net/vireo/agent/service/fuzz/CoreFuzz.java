// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.fuzz;

import static org.assertj.core.api.Assertions.fail;

import java.util.Collection;
import java.util.function.Consumer;
import net.vireo.agent.service.Bytes;
import net.vireo.testkit.FuzzBudget;
import net.vireo.testkit.Mutator;

/** Feeds a core with frames that were once good ones. No input may make it throw. */
public final class CoreFuzz {
    /** Tried however slow the machine is at the moment. */
    private static final int MIN_INPUTS = 2000;

    private CoreFuzz() {}

    /** For a second, always the same inputs. */
    public static void quick(final Class<?> target, final Collection<Bytes> corpus, final Consumer<Bytes> core) {
        run(FuzzBudget.second(target), Long.getLong("vireo.fuzz.seed", 20261127), corpus, core);
    }

    /** As long as the command line says. */
    public static void run(final Class<?> target, final Collection<Bytes> corpus, final Consumer<Bytes> core) {
        run(FuzzBudget.ofCommandLine(target), Long.getLong("vireo.fuzz.seed", System.nanoTime()), corpus, core);
    }

    private static void run(
            final FuzzBudget budget, final long seed, final Collection<Bytes> corpus, final Consumer<Bytes> core) {
        final Mutator mutator =
                new Mutator(seed, corpus.stream().map(Bytes::toArray).toList());
        long number = 0;
        while (number < MIN_INPUTS || budget.more()) {
            final Bytes input = Bytes.of(mutator.input(number));
            try {
                core.accept(input);
            } catch (final RuntimeException | Error e) {
                fail("seed " + seed + ", input " + number + ": " + input, e);
            }
            number++;
        }
    }
}
