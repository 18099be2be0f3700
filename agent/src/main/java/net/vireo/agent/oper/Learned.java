// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What services found out about guests, from which the database is made beside the configuration. Immutable.
 *
 * @param ill ports that are not well, and why, in words; no route leads to them
 * @param listeners by network, where it is known who listens to what: by the MAC of a group's frames, names of ports
 */
public record Learned(SortedMap<String, String> ill, SortedMap<String, SortedMap<Long, List<String>>> listeners) {
    /** Nothing yet. */
    public static final Learned NOTHING = new Learned(new TreeMap<>(), new TreeMap<>());

    public Learned {
        ill = Collections.unmodifiableSortedMap(ill);
        listeners = Collections.unmodifiableSortedMap(listeners);
    }

    /** The same with other ports that are ill; keeps the map. */
    public Learned withIll(final SortedMap<String, String> now) {
        return new Learned(now, listeners);
    }

    /** The same with other listeners; keeps the map. */
    public Learned withListeners(final SortedMap<String, SortedMap<Long, List<String>>> now) {
        return new Learned(ill, now);
    }

    /** Whether a port is ill. */
    public boolean isIll(final String port) {
        return ill.containsKey(port);
    }

    /** Who listens in a network, empty while nobody knows. */
    public Map<Long, List<String>> listenersIn(final String network) {
        return listeners.getOrDefault(network, Collections.emptySortedMap());
    }
}
