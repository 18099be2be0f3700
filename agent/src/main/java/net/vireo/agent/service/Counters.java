// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of one service. Any thread.
 *
 * @param <E> the enum that names them
 */
public final class Counters<E extends Enum<E> & CounterName> {
    private final List<E> names;
    private final Map<E, LongAdder> values;

    /** One counter for each constant. */
    public Counters(final Class<E> names) {
        this.names = List.of(names.getEnumConstants());
        values = new EnumMap<>(names);
        this.names.forEach(name -> values.put(name, new LongAdder()));
    }

    /** Adds one. */
    public void increment(final E name) {
        values.get(name).increment();
    }

    /** What was counted so far. */
    public long value(final E name) {
        return values.get(name).sum();
    }

    /** All names, in their order. */
    public List<E> names() {
        return names;
    }

    /** What is not zero, for people and for tests' messages: {@code offer=1, malformed=3}. */
    @Override
    public String toString() {
        final List<String> parts = new ArrayList<>();
        for (final E name : names) {
            if (value(name) != 0) {
                parts.add(name.label() + "=" + value(name));
            }
        }
        return String.join(", ", parts);
    }
}
