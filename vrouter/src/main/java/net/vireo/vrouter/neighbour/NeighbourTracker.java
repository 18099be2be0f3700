// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.neighbour;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import net.vireo.linux.netlink.Neighbour;

/**
 * Follows the neighbours behind tunnel destinations: takes what is wanted, what the host's table says and the time, and
 * answers with questions to the host and with findings. No sockets, no clock. One thread.
 */
final class NeighbourTracker {
    /** Between two attempts at a destination that is not resolved; the kernel itself asks three times a second apart. */
    static final long RETRY_MS = 1000;

    /** Between two looks at a resolved one: its route may have changed, of which nobody tells. */
    static final long REFRESH_MS = 10_000;

    /** How long the word of an earlier process is believed without the host's: two attempts of the kernel's, and some. */
    static final long BELIEVE_MS = 5000;

    /** When nothing is wanted. */
    static final long NEVER_MS = Long.MAX_VALUE;

    private final HostNetwork host;
    private final Resolutions resolutions;
    private final Map<Integer, Target> byDestination = new HashMap<>();
    private final Map<Integer, Target> byNexthop = new HashMap<>();
    private final Map<Hop, Neighbour> neighbours = new HashMap<>();

    NeighbourTracker(final HostNetwork host, final Resolutions resolutions) {
        this.host = host;
        this.resolutions = resolutions;
    }

    /** A tunnel wants its destination resolved; told again, it is answered again. */
    void track(final int nexthopId, final int destination, final long nowMs) {
        final Target before = byNexthop.get(nexthopId);
        if (before != null && before.destination != destination) {
            untrack(nexthopId);
        }
        final Target target = byDestination.computeIfAbsent(destination, each -> new Target(each, nowMs));
        target.nexthopIds.add(nexthopId);
        byNexthop.put(nexthopId, target);
        if (target.mac != Target.UNKNOWN) {
            resolutions.found(nexthopId, destination, target.mac);
        }
    }

    /** An earlier process knew the address of a tunnel's neighbour: it holds until the host says otherwise, or nothing. */
    void remember(final int nexthopId, final int destination, final long mac, final long nowMs) {
        final Target target = byNexthop.get(nexthopId);
        if (target != null && target.destination == destination && target.mac == Target.UNKNOWN) {
            target.mac = mac;
            target.believedUntilMs = nowMs + BELIEVE_MS;
        }
    }

    /** A tunnel is gone or needs nothing any more. */
    void untrack(final int nexthopId) {
        final Target target = byNexthop.remove(nexthopId);
        if (target != null) {
            target.nexthopIds.remove(nexthopId);
            if (target.nexthopIds.isEmpty()) {
                byDestination.remove(target.destination);
            }
        }
    }

    /** An entry of the host's neighbour table changed. */
    void changed(final Neighbour neighbour, final long nowMs) {
        final Hop hop = new Hop(neighbour.index(), neighbour.ip());
        if (neighbour.deleted()) {
            neighbours.remove(hop);
        } else {
            neighbours.put(hop, neighbour);
        }
        for (final Target target : byDestination.values()) {
            if (hop.equals(target.hop)) {
                settle(target, nowMs);
                final boolean doubtful = isUncertain(target) || neighbour.state() == Neighbour.STALE;
                target.dueMs = doubtful ? Math.min(target.dueMs, nowMs + settleDelayMs(neighbour)) : target.dueMs;
            }
        }
    }

    /** The whole neighbour table of the host: what is not in it is gone. */
    void reset(final Collection<Neighbour> table, final long nowMs) {
        neighbours.clear();
        for (final Neighbour neighbour : table) {
            neighbours.put(new Hop(neighbour.index(), neighbour.ip()), neighbour);
        }
        byDestination.values().forEach(target -> {
            settle(target, nowMs);
            target.dueMs = nowMs;
        });
    }

    /**
     * Does what is due.
     *
     * @return when to call again, {@link #NEVER_MS} when nothing is wanted
     */
    long tick(final long nowMs) {
        long nextMs = NEVER_MS;
        for (final Target target : byDestination.values()) {
            if (target.dueMs <= nowMs) {
                look(target, nowMs);
            }
            nextMs = Math.min(nextMs, target.dueMs);
        }
        return nextMs;
    }

    private void look(final Target target, final long nowMs) {
        target.hop = host.hopTo(target.destination).orElse(null);
        settle(target, nowMs);
        if (target.hop != null && !isFresh(neighbours.get(target.hop))) {
            host.probe(target.hop);
        }
        target.dueMs = nowMs + (isUncertain(target) ? RETRY_MS : REFRESH_MS);
    }

    /** Tells a target's next hops when what is known of its neighbour differs from what they were told. */
    private void settle(final Target target, final long nowMs) {
        final Neighbour neighbour = target.hop == null ? null : neighbours.get(target.hop);
        final long mac = neighbour != null && neighbour.usable() ? neighbour.mac() : Target.UNKNOWN;
        if (mac == Target.UNKNOWN && nowMs < target.believedUntilMs) {
            return;
        }
        target.believedUntilMs = 0;
        if (mac == target.mac) {
            return;
        }
        target.mac = mac;
        for (final int nexthopId : target.nexthopIds) {
            if (mac == Target.UNKNOWN) {
                resolutions.lost(nexthopId, target.destination);
            } else {
                resolutions.found(nexthopId, target.destination, mac);
            }
        }
    }

    private static boolean isUncertain(final Target target) {
        return target.mac == Target.UNKNOWN || target.believedUntilMs != 0;
    }

    /** A failed neighbour is asked for again after a pause, a stale or forgotten one at once. */
    private static long settleDelayMs(final Neighbour neighbour) {
        final boolean beingAsked =
                !neighbour.deleted() && (neighbour.state() & (Neighbour.FAILED | Neighbour.INCOMPLETE)) != 0;
        return beingAsked ? RETRY_MS : 0;
    }

    /** Whether the kernel needs no question: a stale entry is used, and confirmed meanwhile. */
    private static boolean isFresh(final Neighbour neighbour) {
        return neighbour != null && neighbour.usable() && neighbour.state() != Neighbour.STALE;
    }
}
