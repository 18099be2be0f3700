// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ping} (iputils) said.
 *
 * @param sent echo requests sent
 * @param received replies received
 * @param minMs least round trip, milliseconds; empty when nothing came back
 * @param avgMs mean round trip
 * @param maxMs greatest round trip
 * @param expired errors "time to live exceeded" or "hop limit" that came back
 * @param mtuBytes the path MTU that an ICMP "fragmentation needed" or "packet too big" or the local stack named, if any did
 */
public record PingResult(
        int sent,
        int received,
        OptionalDouble minMs,
        OptionalDouble avgMs,
        OptionalDouble maxMs,
        int expired,
        OptionalInt mtuBytes) {
    private static final Pattern COUNTS = Pattern.compile("(\\d+) packets transmitted, (\\d+) received");
    private static final Pattern ROUND_TRIP = Pattern.compile("rtt min/avg/max/mdev = ([\\d.]+)/([\\d.]+)/([\\d.]+)/");
    private static final Pattern EXPIRED =
            Pattern.compile("From \\S+ icmp_seq=\\d+ (Time to live exceeded|Time exceeded: Hop limit)");
    private static final Pattern MTU = Pattern.compile("mtu ?[=:] ?(\\d+)");

    /** Reads the output of one run; output without the summary line counts as nothing sent. */
    public static PingResult parse(final String output) {
        final Matcher counts = COUNTS.matcher(output);
        final Matcher roundTrip = ROUND_TRIP.matcher(output);
        final Matcher mtu = MTU.matcher(output);
        final boolean counted = counts.find();
        final boolean timed = roundTrip.find();
        return new PingResult(
                counted ? Integer.parseInt(counts.group(1)) : 0,
                counted ? Integer.parseInt(counts.group(2)) : 0,
                timed ? milliseconds(roundTrip, 1) : OptionalDouble.empty(),
                timed ? milliseconds(roundTrip, 2) : OptionalDouble.empty(),
                timed ? milliseconds(roundTrip, 3) : OptionalDouble.empty(),
                (int) EXPIRED.matcher(output).results().count(),
                mtu.find() ? OptionalInt.of(Integer.parseInt(mtu.group(1))) : OptionalInt.empty());
    }

    /** Whether something was sent and all of it was answered. */
    public boolean complete() {
        return sent > 0 && received == sent;
    }

    /** Whether something was sent and none of it was answered. */
    public boolean silent() {
        return sent > 0 && received == 0;
    }

    /** One phrase, for example {@code 5 of 5 back, 0.211/0.250/0.304 ms}. */
    public String summary() {
        final String counts = received + " of " + sent + " back";
        if (minMs.isEmpty()) {
            return counts;
        }
        return counts
                + String.format(
                        Locale.ROOT,
                        ", %.3f/%.3f/%.3f ms",
                        minMs.getAsDouble(),
                        avgMs.getAsDouble(),
                        maxMs.getAsDouble());
    }

    private static OptionalDouble milliseconds(final Matcher matcher, final int group) {
        return OptionalDouble.of(Double.parseDouble(matcher.group(group)));
    }
}
