// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.neighbour;

import java.util.Set;
import java.util.TreeSet;

/** A tunnel destination that is being followed, with all next hops that lead there. */
final class Target {
    /** No Ethernet address. */
    static final long UNKNOWN = 0;

    final int destination;
    final Set<Integer> nexthopIds = new TreeSet<>();

    /** Whom it is reached through, null while the host has no route. */
    Hop hop;

    /** What the next hops were told last, or {@link #UNKNOWN}. */
    long mac = UNKNOWN;

    /** Until when {@link #mac} is believed though the host does not know it; 0 when the host said it. */
    long believedUntilMs;

    /** When to look at it again. */
    long dueMs;

    Target(final int destination, final long nowMs) {
        this.destination = destination;
        this.dueMs = nowMs;
    }
}
