// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The overflow slots that are free: a stack without locks. Any thread. Each change raises the tag in the head's upper
 * half, so that a pop which raced with others fails its compare-and-set and what it read of the links does not matter.
 */
final class OverflowList {
    static final int EMPTY = -1;

    private final int[] next;
    private final AtomicLong head = new AtomicLong(EMPTY & 0xffff_ffffL);

    OverflowList(final int capacity) {
        next = new int[capacity];
    }

    void push(final int slot) {
        while (true) {
            final long seen = head.get();
            next[slot] = (int) seen;
            if (head.compareAndSet(seen, raised(seen) | slot)) {
                return;
            }
        }
    }

    /** @return a slot, or {@link #EMPTY} */
    int pop() {
        while (true) {
            final long seen = head.get();
            final int slot = (int) seen;
            if (slot == EMPTY || head.compareAndSet(seen, raised(seen) | next[slot] & 0xffff_ffffL)) {
                return slot;
            }
        }
    }

    private static long raised(final long head) {
        return ((head >>> Integer.SIZE) + 1) << Integer.SIZE;
    }
}
