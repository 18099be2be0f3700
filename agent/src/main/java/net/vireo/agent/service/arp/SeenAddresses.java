// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.arp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.Timers;

/**
 * Which address was seen at which guest. Bounded for each guest, so that a guest that may use a whole subnet fills no memory
 * but its own. One thread.
 */
final class SeenAddresses {
    static final long AGE_NS = TimeUnit.MINUTES.toNanos(5);
    static final int MAX_PER_GUEST = 256;

    private final Counters<ArpCounter> counters;
    private final Map<Key, Place> places = new HashMap<>();
    private final Map<Integer, Integer> countByVif = new HashMap<>();
    private final Timers<Key> timers = new Timers<>();

    private record Key(int network, int address) {}

    private record Place(int vif, long mac) {}

    SeenAddresses(final Counters<ArpCounter> counters) {
        this.counters = counters;
    }

    List<ArpEvent> seen(
            final int network,
            final int vif,
            final int address,
            final long mac,
            final boolean announced,
            final long nowNs) {
        final Key key = new Key(network, address);
        final Place place = new Place(vif, mac);
        final Place before = places.get(key);
        if ((before == null || before.vif != vif) && countByVif.getOrDefault(vif, 0) >= MAX_PER_GUEST) {
            counters.increment(ArpCounter.TABLE_FULL);
            return List.of();
        }
        timers.set(key, nowNs + AGE_NS);
        if (place.equals(before)) {
            return List.of();
        }
        remove(key);
        places.put(key, place);
        countByVif.merge(vif, 1, Integer::sum);
        if (before != null && before.vif != vif) {
            counters.increment(ArpCounter.MOVED);
            return List.of(new ArpEvent.Moved(before.vif, vif, address, mac));
        }
        counters.increment(ArpCounter.LEARNED);
        return List.of(new ArpEvent.Learned(vif, address, mac, announced));
    }

    long dueNs() {
        return timers.dueNs();
    }

    List<ArpEvent> expire(final long nowNs) {
        final List<ArpEvent> events = new ArrayList<>();
        for (Optional<Key> key = timers.poll(nowNs); key.isPresent(); key = timers.poll(nowNs)) {
            final Place place = remove(key.get());
            if (place != null) {
                counters.increment(ArpCounter.AGED);
                events.add(new ArpEvent.Aged(place.vif, key.get().address));
            }
        }
        return events;
    }

    /** The interface is gone: so are its addresses, without an event. */
    void forget(final int vif) {
        final List<Key> gone = places.entrySet().stream()
                .filter(entry -> entry.getValue().vif == vif)
                .map(Map.Entry::getKey)
                .toList();
        for (final Key key : gone) {
            remove(key);
            timers.cancel(key);
        }
    }

    private Place remove(final Key key) {
        final Place place = places.remove(key);
        if (place != null) {
            countByVif.computeIfPresent(place.vif, (vif, count) -> count == 1 ? null : count - 1);
        }
        return place;
    }
}
