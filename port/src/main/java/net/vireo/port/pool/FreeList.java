// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The free buffers of one class that no cache holds: a lock-free stack, linked through an array, on which whole chains
 * are pushed and popped with one compare-and-set. Any thread may call it.
 *
 * <pre>
 *  head:  63       40 39       20 19        0
 *        +-----------+-----------+-----------+
 *        |    tag    |   count   |   first   |
 *        +-----------+-----------+-----------+
 * </pre>
 *
 * Every push and pop raises the tag: a walk that raced with another thread then fails its compare-and-set, so what it
 * read of the links meanwhile does not matter. The count is exact because it changes together with the chain.
 */
final class FreeList {
    /** End of the chain; no buffer has this id. */
    private static final int NIL = PacketRef.MAX_ID;

    private static final int COUNT_SHIFT = 20;
    private static final int TAG_SHIFT = 40;
    private static final VarHandle HEAD;

    static {
        try {
            HEAD = MethodHandles.lookup()
                    .findVarHandle(FreeList.class, "head", long.class)
                    .withInvokeExactBehavior();
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int firstId;
    private final int[] next;
    private volatile long head;

    /** A full list: every id from {@code firstId} on, in order. */
    FreeList(final int firstId, final int count) {
        this.firstId = firstId;
        next = new int[count];
        for (int i = 0; i < count; i++) {
            next[i] = i + 1 < count ? firstId + i + 1 : NIL;
        }
        head = head(0, count, count == 0 ? NIL : firstId);
    }

    /** How many buffers the list holds at this moment. */
    int count() {
        return count(head);
    }

    /** Puts the buffers of {@code packets[from .. from + count - 1]} on the list; the caller owned them. */
    void push(final long[] packets, final int from, final int count) {
        if (count == 0) {
            return;
        }
        final int last = from + count - 1;
        for (int i = from; i < last; i++) {
            next[PacketRef.id(packets[i]) - firstId] = PacketRef.id(packets[i + 1]);
        }
        final int first = PacketRef.id(packets[from]);
        final int lastLink = PacketRef.id(packets[last]) - firstId;
        long seen = head;
        while (true) {
            next[lastLink] = id(seen);
            final long wanted = head(tag(seen) + 1, count(seen) + count, first);
            if (HEAD.compareAndSet(this, seen, wanted)) {
                return;
            }
            seen = head;
        }
    }

    /**
     * Takes up to {@code wanted} buffers into {@code ids} from index 0.
     *
     * @return how many were taken; the caller owns them now
     */
    int pop(final int[] ids, final int wanted) {
        while (true) {
            final long seen = head;
            final int count = Math.min(wanted, count(seen));
            if (count == 0) {
                return 0;
            }
            int id = id(seen);
            int i = 0;
            while (i < count && id != NIL) { // NIL early: another thread is changing the chain under us
                ids[i++] = id;
                id = next[id - firstId];
            }
            if (i == count && HEAD.compareAndSet(this, seen, head(tag(seen) + 1, count(seen) - count, id))) {
                return count;
            }
        }
    }

    private static long head(final long tag, final int count, final int id) {
        return tag << TAG_SHIFT | (long) count << COUNT_SHIFT | id;
    }

    private static long tag(final long head) {
        return head >>> TAG_SHIFT;
    }

    private static int count(final long head) {
        return (int) (head >>> COUNT_SHIFT) & PacketRef.MAX_ID;
    }

    private static int id(final long head) {
        return (int) head & PacketRef.MAX_ID;
    }
}
