// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.ArrayList;
import java.util.List;

/** Routes as a list that is searched from end to end: slow and plainly right. */
final class NaiveRoutes {
    private final List<Route> routes = new ArrayList<>();

    void put(final Route route) {
        remove(route.prefix(), route.prefixLength());
        routes.add(route);
    }

    boolean remove(final int prefix, final int prefixLength) {
        return routes.removeIf(route -> route.prefix() == prefix && route.prefixLength() == prefixLength);
    }

    Route lookup(final int destination) {
        Route best = null;
        for (final Route route : routes) {
            final boolean matches = (destination & Route.mask(route.prefixLength())) == route.prefix();
            if (matches && (best == null || route.prefixLength() > best.prefixLength())) {
                best = route;
            }
        }
        return best == null ? Route.MISS : best;
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
