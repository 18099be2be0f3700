// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import net.vireo.linux.memory.Memory;
import net.vireo.vrouter.table.Quiescence;
import net.vireo.vrouter.table.RestingSlots;

/**
 * Takes flows out of the table and gives their slots back after a grace period. The control thread and the aging do
 * this, one at a time under a lock that no lcore ever takes.
 */
final class FlowRemover {
    private final FlowTable table;
    private final RestingSlots resting;
    private final ReentrantLock lock = new ReentrantLock();
    private final IntConsumer release = this::release;
    private final FlowKeys key = new FlowKeys(1);
    private volatile long removedCount;

    FlowRemover(final FlowTable table, final Quiescence quiescence) {
        this.table = table;
        resting = new RestingSlots(quiescence);
    }

    void lock() {
        lock.lock();
    }

    /** For the aging, which can as well go on later. */
    boolean tryLock() {
        return lock.tryLock();
    }

    void unlock() {
        lock.unlock();
    }

    /**
     * Takes a live flow out of sight, and out of its reverse flow. Under the lock.
     *
     * @param mark {@link FlowState#DELETE_MARKED} or {@link FlowState#EVICTED}
     */
    void remove(final int index, final int mark) {
        final FlowSlots slots = table.slots();
        final long state = slots.changeFlags(index, mark, FlowState.ACTIVE);
        if ((FlowState.flags(state) & FlowState.RFLOW_VALID) != 0) {
            unlinkReverse(index, slots.reverse(index));
        }
        table.buckets().unlink(index, bucketOf(index));
        resting.retire(index);
        table.shares().gone(slots.integer(index, FlowSlots.PAYER), state);
        countRemoved();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void countRemoved() {
        removedCount++;
    }

    private void unlinkReverse(final int index, final int reverse) {
        final FlowSlots slots = table.slots();
        if (table.live(reverse) && slots.reverse(reverse) == index) {
            slots.changeFlags(reverse, 0, FlowState.RFLOW_VALID);
            slots.putReverse(reverse, FlowTable.NONE);
        }
    }

    private int bucketOf(final int index) {
        if (index < table.layout().entries()) {
            return index / FlowLayout.BUCKET_SLOTS;
        }
        table.slots().key(index, key);
        return table.buckets().bucket(table.hashOf(key, 0));
    }

    /**
     * Gives slots back whose grace period has passed. Under the lock.
     *
     * @return how many
     */
    int recycle() {
        return resting.recycle(release);
    }

    private void release(final int index) {
        clearCounters(index);
        table.buckets().release(index);
    }

    /** Counters that no lcore has touched stay so: writing them would take pages of memory. */
    void clearCounters(final int index) {
        for (int lcore = 0; lcore < table.layout().lcores(); lcore++) {
            clear(table.counter(lcore, index));
        }
        clear(table.slots().address(index, FlowSlots.PACKETS));
    }

    private static void clear(final long row) {
        if (Memory.getLong(row) != 0) {
            Memory.putLongOpaque(row, 0);
            Memory.putLongOpaque(row + Long.BYTES, 0);
        }
    }

    /** Flows taken out so far. */
    long removedCount() {
        return removedCount;
    }

    /** Slots that wait for their grace period. */
    int restingCount() {
        return resting.count();
    }
}
