// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Skeleton: a list to be replaced by the stride-8 tree. */
public final class Ipv4Routes {
    private final List<Route> all = new CopyOnWriteArrayList<>();

    Ipv4Routes() {}

    /** Longest match, {@link Route#MISS} when none. */
    public Route lookup(final int destination) {
        Route best = Route.MISS;
        for (final Route route : all) {
            final int mask = route.prefixLength() == 0 ? 0 : -1 << 32 - route.prefixLength();
            if ((destination & mask) == route.prefix() && route.prefixLength() >= best.prefixLength()) {
                best = route;
            }
        }
        return best;
    }

    void put(final Route route) {
        remove(route.prefix(), route.prefixLength(), Route.MISS);
        all.add(route);
    }

    void remove(final int prefix, final int prefixLength, final Route replacement) {
        all.removeIf(r -> r.prefix() == prefix && r.prefixLength() == prefixLength);
        if (!replacement.equals(Route.MISS)) {
            all.add(replacement);
        }
    }
}
