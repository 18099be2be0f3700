// SPDX-License-Identifier: Apache-2.0
package net.vireo.testkit;

import java.util.concurrent.TimeUnit;

/**
 * How long a fuzz target goes on: {@code -Dvireo.fuzz.cases=n} cases, or else {@code -Dvireo.fuzz.seconds=n}. Counts the
 * cases, and says how many there were.
 */
public final class FuzzBudget {
    private static final long DEFAULT_SECONDS = 20;
    private static final int CASES_PER_LOOK = 16;

    /** A slow second has so many all the same: tests count on it. */
    private static final int LEAST_CASES = 256;

    private final String target;
    private final long wantedCases;
    private final long endNs;
    private long cases;

    private FuzzBudget(final String target, final long wantedCases, final long seconds) {
        this.target = target;
        this.wantedCases = wantedCases;
        endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** What the command line says. */
    public static FuzzBudget ofCommandLine(final Class<?> target) {
        return new FuzzBudget(
                target.getSimpleName(),
                Long.getLong("vireo.fuzz.cases", 0),
                Long.getLong("vireo.fuzz.seconds", DEFAULT_SECONDS));
    }

    /** A second, for the quick form of a target. */
    public static FuzzBudget second(final Class<?> target) {
        return new FuzzBudget(target.getSimpleName(), 0, 1);
    }

    /** So many cases, for the quick form of a target. */
    public static FuzzBudget cases(final Class<?> target, final long cases) {
        return new FuzzBudget(target.getSimpleName(), cases, 0);
    }

    /** Whether there is to be another case; the first few hundred are always. */
    public boolean more() {
        final boolean more = wantedCases > 0
                ? cases < wantedCases
                : cases % CASES_PER_LOOK != 0 || cases < LEAST_CASES || System.nanoTime() - endNs < 0;
        if (more) {
            cases++;
        } else {
            System.out.println("fuzz: " + target + ", " + cases + " cases");
        }
        return more;
    }

    /** Cases so far. */
    public long cases() {
        return cases;
    }
}
