// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers in sentences. */
final class Figures {
    private static final int MEGABYTE = 1_000_000;

    private Figures() {}

    /** A share of 1 in percent. */
    static String percent(final double share) {
        return String.format(Locale.ROOT, share >= 0.9995 || share < 1e-9 ? "%.0f %%" : "%.1f %%", 100 * share);
    }

    /** A part of a whole, 0 of nothing. */
    static double share(final long part, final long whole) {
        return whole <= 0 ? 0 : (double) part / whole;
    }

    /** {@code 50 packets a second}. */
    static String perSecond(final double rate, final String what) {
        return Math.round(rate) + " " + what + " a second";
    }

    static String megabytes(final long bytes) {
        return Math.ceilDiv(bytes, MEGABYTE) + " MB";
    }

    /** {@code 1 queue}, {@code 2 queues}. */
    static String count(final long count, final String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** {@code queue 2}, {@code queues 2, 3}. */
    static String named(final String what, final List<Integer> numbers) {
        return what
                + (numbers.size() == 1 ? " " : "s ")
                + numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
