// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Objects by a small number: written by the control thread, read by lcores without locks; the garbage collector is the
 * grace period.
 */
public final class IdSlots<T> {
    private final AtomicReferenceArray<T> slots;

    IdSlots(final int size) {
        slots = new AtomicReferenceArray<>(size);
    }

    /** How many numbers there are. */
    public int size() {
        return slots.length();
    }

    /** The object, or null when there is none or the number is out of range. Any thread. */
    public T at(final int id) {
        return id >= 0 && id < slots.length() ? slots.getAcquire(id) : null;
    }

    /** Puts an object at a number within range; null takes it away. Control thread. */
    public void put(final int id, final T object) {
        slots.setRelease(id, object);
    }

    void clear() {
        for (int id = 0; id < slots.length(); id++) {
            slots.setRelease(id, null);
        }
    }
}
