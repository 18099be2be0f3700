// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The IPv4 routes of one VRF: a tree that lcores look up in, and beside it the routes as they were told, in order,
 * which only the control thread touches. Because the routes are kept, a deletion finds the covering route itself and
 * does not depend on the one that the request names (in Contrail the request carries it, as its tree has lost it).
 */
public final class Ipv4Routes {
    private static final int LENGTH_BITS = 6;

    private final RouteTree tree;

    /** By prefix, then by length, shortest first. */
    private final TreeMap<Long, Entry> entries = new TreeMap<>();

    Ipv4Routes(final Quiescence quiescence) {
        tree = new RouteTree(quiescence);
    }

    /** Longest match, {@link Route#MISS} when none. Any thread; at most four dependent loads, no allocation. */
    public Route lookup(final int destination) {
        return tree.lookup(destination);
    }

    /** How many routes. Control thread. */
    public int size() {
        return entries.size();
    }

    /** The longest route that covers a whole prefix, the prefix's own included; null when none. Control thread. */
    public Route covering(final int prefix, final int prefixLength) {
        final Entry entry = coveringEntry(prefix, prefixLength);
        return entry == null ? null : entry.route;
    }

    /**
     * Shows the routes after a position in order of prefix, then length, until the visitor answers false.
     *
     * @param prefix the position's prefix
     * @param prefixLength the position's length: -1 begins before the first route of the prefix, 32 after its last
     */
    public void forEachAfter(final int prefix, final int prefixLength, final Predicate<Route> visitor) {
        for (final Entry entry :
                entries.tailMap(key(prefix, 0) + prefixLength, false).values()) {
            if (!visitor.test(entry.route)) {
                return;
            }
        }
    }

    /** Memory of the tree in bytes: bounded by about three times what its largest content so far needed. */
    public long treeBytes() {
        return 1024L * tree.nodeCapacity() + 4L * tree.leafCapacity();
    }

    /** Adds a route or replaces the one with the same prefix; answers the replaced one or null. */
    Route put(final Route route) {
        final long key = key(route.prefix(), route.prefixLength());
        final Entry held = entries.get(key);
        if (held == null) {
            entries.put(key, new Entry(route, tree.insert(route)));
            return null;
        }
        final Route before = held.route;
        tree.replace(held.leaf, route);
        held.route = route;
        return before;
    }

    /** Deletes a prefix and answers its route, null when there is none. */
    Route remove(final int prefix, final int prefixLength) {
        final Entry gone = entries.remove(key(prefix, prefixLength));
        if (gone == null) {
            return null;
        }
        final Entry covering = coveringEntry(prefix, prefixLength);
        tree.remove(gone.route, gone.leaf, covering == null ? RouteTree.MISS_LEAF : covering.leaf);
        return gone.route;
    }

    RouteTree tree() {
        return tree;
    }

    private Entry coveringEntry(final int prefix, final int prefixLength) {
        for (int length = prefixLength; length >= 0; length--) {
            final Entry entry = entries.get(key(prefix & Route.mask(length), length));
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    private static long key(final int prefix, final int prefixLength) {
        return (prefix & 0xffff_ffffL) << LENGTH_BITS | prefixLength;
    }

    private static final class Entry {
        private Route route;
        private final int leaf;

        Entry(final Route route, final int leaf) {
            this.route = route;
            this.leaf = leaf;
        }
    }

    /** All routes in order. Control thread. */
    Iterable<Route> all() {
        return () -> entries.values().stream().map(entry -> entry.route).iterator();
    }
}
