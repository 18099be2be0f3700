// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.arp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.Timers;

/**
 * Tells a network that an address is at a MAC now: when a guest was added, or came from elsewhere. Twice, two seconds apart
 * (RFC 5227 1.1: ANNOUNCE_NUM, ANNOUNCE_INTERVAL), so that one lost frame does not matter. One thread.
 */
public final class ArpAnnouncer {
    static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(2);

    private final Counters<ArpCounter> counters;
    private final Timers<Announcement> second = new Timers<>();

    /**
     * A frame to flood.
     *
     * @param network in which
     */
    public record Flood(int network, Bytes frame) {}

    private record Announcement(int network, int address, long mac) {
        Flood flood() {
            return new Flood(network, ArpPacket.announcement(address, mac).toFrame());
        }
    }

    /** @param counters where announcements are counted */
    public ArpAnnouncer(final Counters<ArpCounter> counters) {
        this.counters = counters;
    }

    /** The first announcement; the second follows by {@link #expire}. */
    public Flood announce(final int network, final int address, final long mac, final long nowNs) {
        final Announcement announcement = new Announcement(network, address, mac);
        second.set(announcement, nowNs + INTERVAL_NS);
        counters.increment(ArpCounter.ANNOUNCED);
        return announcement.flood();
    }

    /** The address left before the second announcement went out. */
    public void cancel(final int network, final int address, final long mac) {
        second.cancel(new Announcement(network, address, mac));
    }

    /** When {@link #expire} has something to do. */
    public long dueNs() {
        return second.dueNs();
    }

    /** Second announcements whose time has come. */
    public List<Flood> expire(final long nowNs) {
        final List<Flood> floods = new ArrayList<>();
        for (Optional<Announcement> due = second.poll(nowNs); due.isPresent(); due = second.poll(nowNs)) {
            counters.increment(ArpCounter.ANNOUNCED);
            floods.add(due.get().flood());
        }
        return floods;
    }
}
