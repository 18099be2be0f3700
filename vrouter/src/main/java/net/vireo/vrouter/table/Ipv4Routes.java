// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.function.Predicate;

/** The IPv4 routes of one VRF. Prefixes are big-endian integers here: 10.0.0.0 is {@code 0x0a000000}. */
public final class Ipv4Routes extends PrefixRoutes {
    Ipv4Routes(final Quiescence quiescence) {
        super(RouteTree.forIpv4(quiescence));
    }

    /** Longest match, {@link Route#MISS} when none. Any thread; at most four dependent loads, no allocation. */
    public Route lookup(final int destination) {
        return tree().lookup(destination);
    }

    /** The longest route that covers a whole prefix, the prefix's own included; null when none. Control thread. */
    public Route covering(final int prefix, final int prefixLength) {
        return covering(high(prefix), 0, prefixLength);
    }

    /** Shows the routes after a position, as {@link #forEachAfter(long, long, int, Predicate)} does. */
    public void forEachAfter(final int prefix, final int prefixLength, final Predicate<Route> visitor) {
        forEachAfter(high(prefix), 0, prefixLength, visitor);
    }

    /** Deletes a prefix and answers its route, null when there is none. */
    Route remove(final int prefix, final int prefixLength) {
        return remove(high(prefix), 0, prefixLength);
    }

    private static long high(final int prefix) {
        return (long) prefix << Integer.SIZE;
    }
}
