// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.Map;

/**
 * One line of the result table.
 *
 * @param title what was checked
 * @param verdict how it ended
 * @param outcome what was found; empty phrases when it did not run
 * @param seconds how long it took
 */
public record Line(String title, Verdict verdict, Outcome outcome, double seconds) {
    private static final Outcome NOTHING = new Outcome(false, "", "", Map.of());

    /** How a check ended. */
    public enum Verdict {
        PASSED("ok"),
        FAILED("FAIL"),
        NOT_RUN("not run");

        private final String word;

        Verdict(final String word) {
            this.word = word;
        }

        /** The word of the table. */
        public String word() {
            return word;
        }
    }

    /** The line of a check that ran. */
    public static Line ran(final Check check, final Outcome outcome, final double seconds) {
        return new Line(check.title(), outcome.passed() ? Verdict.PASSED : Verdict.FAILED, outcome, seconds);
    }

    /** The line of a check that broke before it could find anything. */
    public static Line broke(final Check check, final String message, final double seconds) {
        return new Line(check.title(), Verdict.FAILED, new Outcome(false, message, "", Map.of()), seconds);
    }

    /** The line of a check that the lab's end came before. */
    public static Line notRun(final Check check) {
        return new Line(check.title(), Verdict.NOT_RUN, NOTHING, 0);
    }
}
