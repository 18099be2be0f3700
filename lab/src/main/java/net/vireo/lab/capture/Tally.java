// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import net.vireo.lab.capture.Sighting.Malformed;
import net.vireo.lab.capture.Sighting.Plain;
import net.vireo.lab.capture.Sighting.Tunnelled;

/**
 * How often each kind of frame was seen. Immutable; two tallies of one capture subtract to what passed between them.
 *
 * @param counts frames per sighting
 * @param missed frames that the kernel could not queue for the capture, so that the counts are a sample
 */
public record Tally(Map<Sighting, Long> counts, long missed) {
    public static final Tally EMPTY = new Tally(Map.of(), 0);

    public Tally {
        counts = Map.copyOf(counts);
    }

    /** What was seen after {@code earlier}, a tally of the same capture. */
    public Tally since(final Tally earlier) {
        final Map<Sighting, Long> difference = new HashMap<>();
        counts.forEach((sighting, count) -> {
            final long fresh = count - earlier.counts.getOrDefault(sighting, 0L);
            if (fresh > 0) {
                difference.put(sighting, fresh);
            }
        });
        return new Tally(difference, missed - earlier.missed);
    }

    /** Frames that satisfy {@code wanted}. */
    public long count(final Predicate<Sighting> wanted) {
        return counts.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Packets in the tunnel from {@code source} to {@code destination} (inner addresses) under one of the labels. */
    public long tunnelled(final int source, final int destination, final Set<Integer> labels) {
        return count(sighting -> sighting instanceof Tunnelled t
                && t.source() == source
                && t.destination() == destination
                && labels.contains(t.label()));
    }

    /** Packets in any tunnel whose inner source or destination lies in the prefix. */
    public long tunnelledTouching(final int prefix, final int prefixLength) {
        return count(sighting -> sighting instanceof Tunnelled t
                && (inside(t.source(), prefix, prefixLength) || inside(t.destination(), prefix, prefixLength)));
    }

    /** Packets outside any tunnel whose source or destination lies in the prefix: guests' traffic in the open. */
    public long plainTouching(final int prefix, final int prefixLength) {
        return count(sighting -> sighting instanceof Plain p
                && (inside(p.source(), prefix, prefixLength) || inside(p.destination(), prefix, prefixLength)));
    }

    /** Packets outside any tunnel from {@code source} to {@code destination}. */
    public long plain(final int source, final int destination) {
        return count(sighting -> sighting instanceof Plain p && p.source() == source && p.destination() == destination);
    }

    /** Frames that could not be read as what they claimed to be. */
    public long malformed() {
        return count(Malformed.class::isInstance);
    }

    private static boolean inside(final int address, final int prefix, final int prefixLength) {
        final int mask = prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
        return (address & mask) == (prefix & mask);
    }
}
