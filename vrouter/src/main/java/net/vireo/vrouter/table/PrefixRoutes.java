// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The routes of one VRF and family: a tree that lcores look up in, and beside it the routes as they were told, in order,
 * which only the control thread touches. Because the routes are kept, a deletion finds the covering route itself and
 * does not depend on the one that the request names (in Contrail the request carries it, as its tree has lost it).
 *
 * <p>A prefix is two halves of an address, as in {@link Route}.
 */
public abstract sealed class PrefixRoutes permits Ipv4Routes, Ipv6Routes {
    private static final long NODE_BYTES = 1024;
    private static final long LEAF_BYTES = 4;

    private final RouteTree tree;
    private final TreeMap<Prefix, Entry> entries = new TreeMap<>();

    PrefixRoutes(final RouteTree tree) {
        this.tree = tree;
    }

    /** How many routes. Control thread. */
    public final int size() {
        return entries.size();
    }

    /** The longest route that covers a whole prefix, the prefix's own included; null when none. Control thread. */
    public final Route covering(final long high, final long low, final int prefixLength) {
        final Entry entry = coveringEntry(high, low, prefixLength);
        return entry == null ? null : entry.route;
    }

    /**
     * Shows the routes after a position in order of prefix, then length, until the visitor answers false. Control
     * thread.
     *
     * @param high the position's prefix, first half
     * @param low second half
     * @param prefixLength the position's length: -1 begins before the first route of the prefix, the family's longest
     *     after its last
     */
    public final void forEachAfter(
            final long high, final long low, final int prefixLength, final Predicate<Route> visitor) {
        for (final Entry entry :
                entries.tailMap(new Prefix(high, low, prefixLength), false).values()) {
            if (!visitor.test(entry.route)) {
                return;
            }
        }
    }

    /** Memory of the tree in bytes: bounded by about three times what its largest content so far needed. */
    public final long treeBytes() {
        return NODE_BYTES * tree.nodeCapacity() + LEAF_BYTES * tree.leafCapacity();
    }

    /** Adds a route or replaces the one with the same prefix; answers the replaced one or null. */
    final Route put(final Route route) {
        final Prefix prefix = new Prefix(route.high(), route.low(), route.prefixLength());
        final Entry held = entries.get(prefix);
        if (held == null) {
            entries.put(prefix, new Entry(route, tree.insert(route)));
            return null;
        }
        final Route before = held.route;
        tree.replace(held.leaf, route);
        held.route = route;
        return before;
    }

    /** Deletes a prefix and answers its route, null when there is none. */
    final Route remove(final long high, final long low, final int prefixLength) {
        final Entry gone = entries.remove(new Prefix(high, low, prefixLength));
        if (gone == null) {
            return null;
        }
        final Entry covering = coveringEntry(high, low, prefixLength);
        tree.remove(gone.route, gone.leaf, covering == null ? RouteTree.MISS_LEAF : covering.leaf);
        return gone.route;
    }

    /** All routes in order. Control thread. */
    final Iterable<Route> all() {
        return () -> entries.values().stream().map(entry -> entry.route).iterator();
    }

    final RouteTree tree() {
        return tree;
    }

    private Entry coveringEntry(final long high, final long low, final int prefixLength) {
        for (int length = prefixLength; length >= 0; length--) {
            final Entry entry =
                    entries.get(new Prefix(high & Route.maskHigh(length), low & Route.maskLow(length), length));
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /** In the order of a dump: by address, then by length, shortest first. */
    private record Prefix(long high, long low, int length) implements Comparable<Prefix> {
        @Override
        public int compareTo(final Prefix other) {
            if (high != other.high) {
                return Long.compareUnsigned(high, other.high);
            }
            return low == other.low ? Integer.compare(length, other.length) : Long.compareUnsigned(low, other.low);
        }
    }

    private static final class Entry {
        private Route route;
        private final int leaf;

        Entry(final Route route, final int leaf) {
            this.route = route;
            this.leaf = leaf;
        }
    }
}
