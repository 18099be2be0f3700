// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * When what is due. A key has one time or none; setting it again replaces it. The clock is whoever calls; its times never go
 * back. One thread.
 *
 * @param <K> what the times are of; compared by {@link Object#equals}
 */
public final class Timers<K> {
    /** Nothing is due, ever. */
    public static final long NEVER_NS = Long.MAX_VALUE;

    private final Map<K, Entry<K>> current = new HashMap<>();
    private final PriorityQueue<Entry<K>> queue = new PriorityQueue<>();
    private long settings;

    /** @param number makes each setting another one, even of the same key to the same time */
    private record Entry<K>(long dueNs, long number, K key) implements Comparable<Entry<K>> {
        @Override
        public int compareTo(final Entry<K> other) {
            return Long.compare(dueNs, other.dueNs);
        }
    }

    /** Sets or moves a key's time. */
    public void set(final K key, final long dueNs) {
        final Entry<K> entry = new Entry<>(dueNs, settings++, key);
        current.put(key, entry);
        queue.add(entry);
        if (queue.size() > 2 * current.size() + 64) {
            // Replaced times leave when they come up; a key that is moved all the time must not make them pile up.
            queue.removeIf(old -> !old.equals(current.get(old.key)));
        }
    }

    /** Takes a key's time away, if it has one. */
    public void cancel(final K key) {
        current.remove(key);
    }

    /** Whether the key has a time. */
    public boolean has(final K key) {
        return current.containsKey(key);
    }

    /** The next time at which something is due, or {@link #NEVER_NS}. */
    public long dueNs() {
        dropReplaced();
        return queue.isEmpty() ? NEVER_NS : queue.peek().dueNs;
    }

    /** A key whose time has come, earliest first; it has none any more. Empty when nothing is due. */
    public Optional<K> poll(final long nowNs) {
        dropReplaced();
        if (queue.isEmpty() || queue.peek().dueNs > nowNs) {
            return Optional.empty();
        }
        final K key = Objects.requireNonNull(queue.poll()).key;
        current.remove(key);
        return Optional.of(key);
    }

    private void dropReplaced() {
        while (!queue.isEmpty() && !queue.peek().equals(current.get(queue.peek().key))) {
            queue.poll();
        }
    }
}
