// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import net.vireo.lab.capture.Sighting.Malformed;
import net.vireo.lab.capture.Sighting.Plain;
import net.vireo.lab.capture.Sighting.Tunnelled;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.VirtualNetwork.Prefix;

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

    /** Tunnel packets that satisfy {@code wanted}. */
    public long tunnelled(final Predicate<Tunnelled> wanted) {
        return count(sighting -> sighting instanceof Tunnelled tunnelled && wanted.test(tunnelled));
    }

    /** Packets in any tunnel from or to an address. */
    public long tunnelledTouching(final IpAddress address) {
        return tunnelled(tunnelled -> tunnelled.inner().source().equals(address)
                || tunnelled.inner().destination().equals(address));
    }

    /** Packets outside any tunnel from or to a prefix: guests' traffic in the open. */
    public long plainTouching(final Prefix prefix) {
        return count(sighting ->
                sighting instanceof Plain p && (prefix.contains(p.source()) || prefix.contains(p.destination())));
    }

    /** Packets outside any tunnel from {@code source} to {@code destination}. */
    public long plain(final IpAddress source, final IpAddress destination) {
        return count(sighting -> sighting instanceof Plain p
                && p.source().equals(source)
                && p.destination().equals(destination));
    }

    /** Frames that could not be read as what they claimed to be. */
    public long malformed() {
        return count(Malformed.class::isInstance);
    }
}
