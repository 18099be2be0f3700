// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The free buffers of one class that one thread keeps at hand, most recently used on top. It is refilled from the
 * shared list when empty and spills its coldest half when full, so that the list is touched once per many packets.
 */
final class BufferStack {
    private static final int MAX_CAPACITY = 256;
    /** No cache holds more than this part of a class: the others must not starve. */
    private static final int SHARE_OF_POOL = 8;

    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup()
                    .findVarHandle(BufferStack.class, "top", int.class)
                    .withInvokeExactBehavior();
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final FreeList list;
    private final byte[] generations;
    private final long[] packets;
    private final int[] ids;
    private int top;

    BufferStack(final FreeList list, final int classCount, final byte[] generations) {
        this.list = list;
        this.generations = generations;
        final int capacity = Math.clamp(classCount / SHARE_OF_POOL, 2, MAX_CAPACITY);
        packets = new long[capacity];
        ids = new int[capacity / 2];
    }

    /** How many it holds. Any thread; others than the owner may see an older value. */
    int count() {
        return (int) TOP.getOpaque(this);
    }

    /** A free buffer, or {@link PoolCache#NONE} when the list has none either. */
    long pop() {
        if (top == 0 && !refill()) {
            return PoolCache.NONE;
        }
        return packets[--top];
    }

    /** Pops several. @return how many there were */
    int pop(final long[] to, final int from, final int count) {
        int n = 0;
        while (n < count && (top > 0 || refill())) {
            final int part = Math.min(count - n, top);
            top -= part;
            System.arraycopy(packets, top, to, from + n, part);
            n += part;
        }
        return n;
    }

    void push(final long packet) {
        if (top == packets.length) {
            spill(packets.length / 2);
        }
        packets[top++] = packet;
    }

    /** Gives everything back to the shared list. */
    void flush() {
        spill(top);
    }

    private boolean refill() {
        final int count = list.pop(ids, ids.length);
        for (int i = 0; i < count; i++) {
            packets[i] = PacketPool.freshPacket(generations[ids[i]], ids[i]);
        }
        top = count;
        return count > 0;
    }

    private void spill(final int count) {
        list.push(packets, 0, count);
        System.arraycopy(packets, count, packets, 0, top - count);
        top -= count;
    }
}
