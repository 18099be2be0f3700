// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Longest-prefix match over addresses of one family: a tree of nodes with 256 slots, one for each value of the next
 * octet (fact sheet vrouter-dataplane 1.4). A slot holds either a leaf, the index of a route, or a child, the complement
 * of its node's first slot. A new node is filled with the leaf that it stands in for, so a look-up never goes back: at
 * most one dependent load of a slot per octet, no allocation.
 *
 * <p>One writer (the control thread), any number of readers. Every change is a release store of one slot or of one
 * leaf, so each address is answered by the old or by the new route and by nothing else. A node or leaf that was taken
 * out is used again only after a grace period (see {@link IndexPool}). When an array is full both are replaced by
 * copies; in those everything that was waiting is free at once, since whoever still holds it reads the old arrays.
 */
final class RouteTree {
    /** The leaf of addresses without a route. */
    static final int MISS_LEAF = 0;

    private static final int NODE_SLOTS = 256;
    private static final int OCTET_BITS = 8;
    private static final int OCTET = 0xff;
    private static final int INITIAL_LEAVES = 8;
    private static final int IPV4_LEVELS = 4;
    private static final int IPV6_LEVELS = 16;
    private static final int LEVELS_IN_HALF = Long.SIZE / OCTET_BITS;
    private static final int TOP_SHIFT = Long.SIZE - OCTET_BITS;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle LEAF = MethodHandles.arrayElementVarHandle(Route[].class);

    private final IndexPool nodes;
    private final IndexPool leafIndices;

    /** What readers see; the writer reads the same arrays. */
    private volatile Snapshot published;

    private final int nodesPerInsertion;
    private int copies;

    private RouteTree(final Quiescence quiescence, final int levels) {
        // An insertion adds at most one node below each level but the last; doubling must always make that much room.
        nodesPerInsertion = levels - 1;
        nodes = new IndexPool(quiescence, 1, levels);
        leafIndices = new IndexPool(quiescence, 1, INITIAL_LEAVES);
        published = new Snapshot(new int[levels * NODE_SLOTS], new Route[INITIAL_LEAVES]);
        LEAF.setRelease(published.leaves, MISS_LEAF, Route.MISS);
    }

    static RouteTree forIpv4(final Quiescence quiescence) {
        return new RouteTree(quiescence, IPV4_LEVELS);
    }

    static RouteTree forIpv6(final Quiescence quiescence) {
        return new RouteTree(quiescence, IPV6_LEVELS);
    }

    /** The longest match for an IPv4 address, {@link Route#MISS} when none. Any thread. */
    Route lookup(final int destination) {
        final Snapshot now = published;
        final int[] slots = now.slots;
        int slot = (int) SLOT.getAcquire(slots, destination >>> 24);
        if (slot < 0) {
            slot = (int) SLOT.getAcquire(slots, ~slot + (destination >>> 16 & OCTET));
            if (slot < 0) {
                slot = (int) SLOT.getAcquire(slots, ~slot + (destination >>> 8 & OCTET));
                if (slot < 0) {
                    slot = (int) SLOT.getAcquire(slots, ~slot + (destination & OCTET));
                }
            }
        }
        return (Route) LEAF.getAcquire(now.leaves, slot);
    }

    /** The longest match for an IPv6 address, {@link Route#MISS} when none. Any thread. */
    Route lookup(final long high, final long low) {
        final Snapshot now = published;
        final int[] slots = now.slots;
        int slot = descend(slots, 0, high);
        if (slot < 0) {
            slot = descend(slots, ~slot, low);
        }
        // A leaf by now: no node lies below the sixteenth octet.
        return (Route) LEAF.getAcquire(now.leaves, slot);
    }

    /** Follows the octets of half an address, eight at the most, until a leaf. */
    private static int descend(final int[] slots, final int from, final long half) {
        int slot = (int) SLOT.getAcquire(slots, from + (int) (half >>> TOP_SHIFT));
        for (long rest = half << OCTET_BITS, level = 1; slot < 0 && level < LEVELS_IN_HALF; level++) {
            slot = (int) SLOT.getAcquire(slots, ~slot + (int) (rest >>> TOP_SHIFT));
            rest <<= OCTET_BITS;
        }
        return slot;
    }

    /** Adds a route whose prefix is not in the tree and answers its leaf. */
    int insert(final Route route) {
        reserve();
        final Snapshot now = published;
        final int leaf = leafIndices.take();
        LEAF.setRelease(now.leaves, leaf, route);
        int node = 0;
        int level = 0;
        while (!endsAt(level, route)) {
            final int at = node + octet(level, route);
            final int slot = now.slots[at];
            if (slot >= 0) {
                SLOT.setRelease(now.slots, at, ~newBranch(level + 1, route, leaf, slot));
                return leaf;
            }
            node = ~slot;
            level++;
        }
        final int first = node + octet(level, route);
        for (int at = first; at < first + run(level, route); at++) {
            cover(at, route.prefixLength(), leaf);
        }
        return leaf;
    }

    /** Gives the addresses of a prefix another route at once: one store. */
    void replace(final int leaf, final Route route) {
        LEAF.setRelease(published.leaves, leaf, route);
    }

    /** Takes a route out; the addresses that it answered for fall to the leaf of the next shorter one. */
    void remove(final Route route, final int leaf, final int coveringLeaf) {
        uncover(0, 0, route, leaf, coveringLeaf);
        leafIndices.retire(leaf);
    }

    /** Nodes in the tree, the root included. */
    int liveNodes() {
        return nodes.live();
    }

    /** Nodes for which there is memory: one KiB each. */
    int nodeCapacity() {
        return nodes.capacity();
    }

    /** Leaves for which there is memory. */
    int leafCapacity() {
        return leafIndices.capacity();
    }

    /** How often the arrays were replaced by copies. */
    int copies() {
        return copies;
    }

    /** Puts a leaf in the place of every leaf with a shorter prefix in a slot and below it. */
    private void cover(final int at, final int prefixLength, final int leaf) {
        final Snapshot now = published;
        final int slot = now.slots[at];
        if (slot < 0) {
            for (int below = ~slot; below < ~slot + NODE_SLOTS; below++) {
                cover(below, prefixLength, leaf);
            }
        } else if (slot == MISS_LEAF || now.leaves[slot].prefixLength() < prefixLength) {
            SLOT.setRelease(now.slots, at, leaf);
        }
    }

    /** A node that nobody can reach yet, with a route in it and the leaf it stands in for in all other slots. */
    private int newBranch(final int level, final Route route, final int leaf, final int standsInFor) {
        final int[] slots = published.slots;
        final int node = nodes.take() * NODE_SLOTS;
        Arrays.fill(slots, node, node + NODE_SLOTS, standsInFor);
        final int first = node + octet(level, route);
        if (endsAt(level, route)) {
            Arrays.fill(slots, first, first + run(level, route), leaf);
        } else {
            slots[first] = ~newBranch(level + 1, route, leaf, standsInFor);
        }
        return node;
    }

    /** Replaces a leaf in a node and below it, and closes nodes that have become the same in all slots. */
    private void uncover(final int node, final int level, final Route route, final int leaf, final int coveringLeaf) {
        final int[] slots = published.slots;
        final int first = node + octet(level, route);
        final int count = endsAt(level, route) ? run(level, route) : 1;
        for (int at = first; at < first + count; at++) {
            uncoverSlot(slots, at, level, route, leaf, coveringLeaf);
        }
    }

    private void uncoverSlot(
            final int[] slots,
            final int at,
            final int level,
            final Route route,
            final int leaf,
            final int coveringLeaf) {
        final int slot = slots[at];
        if (slot >= 0) {
            if (slot == leaf) {
                SLOT.setRelease(slots, at, coveringLeaf);
            }
            return;
        }
        if (endsAt(level, route)) {
            for (int below = ~slot; below < ~slot + NODE_SLOTS; below++) {
                uncoverSlot(slots, below, level + 1, route, leaf, coveringLeaf);
            }
        } else {
            uncover(~slot, level + 1, route, leaf, coveringLeaf);
        }
        collapse(slots, at);
    }

    /** When all slots of a child hold the same leaf, that leaf takes the child's place. */
    private void collapse(final int[] slots, final int at) {
        final int child = ~slots[at];
        final int leaf = slots[child];
        if (leaf < 0) {
            return;
        }
        for (int below = child + 1; below < child + NODE_SLOTS; below++) {
            if (slots[below] != leaf) {
                return;
            }
        }
        SLOT.setRelease(slots, at, leaf);
        nodes.retire(child / NODE_SLOTS);
    }

    /** Makes room for one insertion. */
    private void reserve() {
        if (nodes.has(nodesPerInsertion) && leafIndices.has(1)) {
            return;
        }
        final int nodeCapacity = nextCapacity(nodes, nodesPerInsertion);
        final int leafCapacity = nextCapacity(leafIndices, 1);
        final Snapshot now = published;
        published = new Snapshot(
                Arrays.copyOf(now.slots, nodeCapacity * NODE_SLOTS), Arrays.copyOf(now.leaves, leafCapacity));
        copies++;
        nodes.replaced(nodeCapacity);
        leafIndices.replaced(leafCapacity);
    }

    /** The same again while a copy frees a quarter; that bounds the memory and keeps copies rare. */
    private static int nextCapacity(final IndexPool pool, final int needed) {
        final boolean roomy = pool.has(needed);
        final boolean worthCopying = pool.waiting() >= Math.max(needed, pool.capacity() / 4);
        return roomy || worthCopying ? pool.capacity() : 2 * pool.capacity();
    }

    /** Whether a prefix ends within a level's octet: then it covers a run of slots there. */
    private static boolean endsAt(final int level, final Route route) {
        return route.prefixLength() <= OCTET_BITS * (level + 1);
    }

    /** How many slots a prefix covers in the level that it ends at; all 256 in a deeper one. */
    private static int run(final int level, final Route route) {
        return 1 << Math.min(OCTET_BITS * (level + 1) - route.prefixLength(), OCTET_BITS);
    }

    private static int octet(final int level, final Route route) {
        final long half = level < LEVELS_IN_HALF ? route.high() : route.low();
        return (int) (half >>> TOP_SHIFT - OCTET_BITS * (level % LEVELS_IN_HALF)) & OCTET;
    }

    /** Both arrays of one moment: a slot of these slots is a leaf of these leaves. */
    private static final class Snapshot {
        private final int[] slots;
        private final Route[] leaves;

        Snapshot(final int[] slots, final Route[] leaves) {
            this.slots = slots;
            this.leaves = leaves;
        }
    }
}
