// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.ArrayList;
import java.util.List;

/** Routes as a list that is searched from end to end: slow and plainly right. */
final class NaiveRoutes {
    private final List<Route> routes = new ArrayList<>();

    void put(final Route route) {
        remove(route);
        routes.add(route);
    }

    /** Forgets the route with the same prefix. */
    boolean remove(final Route gone) {
        return routes.removeIf(route -> route.high() == gone.high()
                && route.low() == gone.low()
                && route.prefixLength() == gone.prefixLength());
    }

    Route lookup(final int destination) {
        return lookup((long) destination << 32, 0);
    }

    Route lookup(final long high, final long low) {
        Route best = null;
        for (final Route route : routes) {
            final boolean matches = matches(route, high, low);
            if (matches && (best == null || route.prefixLength() > best.prefixLength())) {
                best = route;
            }
        }
        return best == null ? Route.MISS : best;
    }

    /** Bit by bit, so that it shares no arithmetic with what it checks. */
    private static boolean matches(final Route route, final long high, final long low) {
        for (int bit = 0; bit < route.prefixLength(); bit++) {
            final long mine = bit < 64 ? route.high() >>> 63 - bit : route.low() >>> 127 - bit;
            final long other = bit < 64 ? high >>> 63 - bit : low >>> 127 - bit;
            if (((mine ^ other) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    Route any(final int position) {
        return routes.get(position);
    }

    int size() {
        return routes.size();
    }

    List<Route> all() {
        return routes;
    }
}
