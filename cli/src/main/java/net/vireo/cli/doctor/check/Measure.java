// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

/**
 * The number that a finding rests on.
 *
 * @param text the number in its sentence
 * @param value for programs: a share of 1, or what the sentence counts
 * @param seconds over which it was measured; 0 for a state that was read
 */
public record Measure(String text, double value, double seconds) {
    /** So many, counted over a time. */
    static Measure over(final double seconds, final long count, final String text) {
        return new Measure(text, (double) count, seconds);
    }

    /** A share or a ratio of what was counted over a time. */
    static Measure over(final double seconds, final double value, final String text) {
        return new Measure(text, value, seconds);
    }

    /** A state, as it is now. */
    static Measure now(final long value, final String text) {
        return new Measure(text, (double) value, 0);
    }
}
