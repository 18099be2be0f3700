// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.Arrays;

/**
 * Hands out the indices of an array whose readers take no locks. An index that was taken out of the array rests until
 * every reader has been quiescent, or until the whole array has been replaced by a copy, which no reader can have seen
 * yet. Control thread only.
 */
final class IndexPool {
    private final Quiescence quiescence;
    private final Stack free = new Stack();

    /** Retired since {@link #resting} began to rest. */
    private Stack retired = new Stack();

    /** Waiting for {@link #mark} to pass. */
    private Stack resting = new Stack();

    private long mark;
    private int used;
    private int capacity;

    /** @param reserved how many indices from 0 on are not handed out */
    IndexPool(final Quiescence quiescence, final int reserved, final int capacity) {
        this.quiescence = quiescence;
        this.used = reserved;
        this.capacity = capacity;
    }

    /** Whether so many can be taken without replacing the array. */
    boolean has(final int count) {
        if (free.size + capacity - used < count) {
            recycle();
        }
        return free.size + capacity - used >= count;
    }

    /** An index that nobody reads. The caller has asked {@link #has} before. */
    int take() {
        if (free.size == 0) {
            recycle();
        }
        return free.size > 0 ? free.pop() : used++;
    }

    /** Gives back an index that was just taken out of the array. */
    void retire(final int index) {
        retired.push(index);
    }

    int capacity() {
        return capacity;
    }

    /** Indices that are in the array, reserved ones included. */
    int live() {
        return used - free.size - retired.size - resting.size;
    }

    /** Indices that would be free if no reader could hold them. */
    int waiting() {
        return retired.size + resting.size;
    }

    /** The array was copied into a new one of this capacity that nobody has seen: what was waiting is free in it. */
    void replaced(final int newCapacity) {
        free.moveFrom(retired);
        free.moveFrom(resting);
        capacity = newCapacity;
    }

    private void recycle() {
        if (resting.size > 0 && quiescence.passed(mark)) {
            free.moveFrom(resting);
        }
        if (resting.size == 0 && retired.size > 0) {
            final Stack swap = resting;
            resting = retired;
            retired = swap;
            mark = quiescence.mark();
        }
    }

    private static final class Stack {
        private int[] items = new int[8];
        private int size;

        void push(final int item) {
            if (size == items.length) {
                items = Arrays.copyOf(items, 2 * size);
            }
            items[size++] = item;
        }

        int pop() {
            return items[--size];
        }

        void moveFrom(final Stack other) {
            while (other.size > 0) {
                push(other.pop());
            }
        }
    }
}
