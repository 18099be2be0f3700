// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/**
 * Fragments that came before their datagram's head, as packet references that this queue owns until it gives them back:
 * at most 256, for two seconds (fact sheet vrouter-dataplane 1.8). One lcore. They lie in the order in which they came,
 * and are few: a head goes over all of them.
 */
public final class FragmentQueue {
    public static final int DEFAULT_LIMIT = 256;

    private final int limit;
    private final long[] keys;
    private final long[] packets;
    private final int[] sinceMs;
    private int count;

    /** Contrail's size. */
    public FragmentQueue() {
        this(DEFAULT_LIMIT);
    }

    /** @param limit how many may wait */
    public FragmentQueue(final int limit) {
        this.limit = limit;
        keys = new long[limit * FragmentKey.WORDS];
        packets = new long[limit];
        sinceMs = new int[limit];
    }

    /**
     * Lets a fragment wait for its head.
     *
     * @return false when there is no room; the packet is still the caller's
     */
    public boolean hold(final FragmentKey key, final long packet, final int nowMs) {
        if (count == limit) {
            return false;
        }
        key.copyTo(keys, count * FragmentKey.WORDS);
        packets[count] = packet;
        sinceMs[count++] = nowMs;
        return true;
    }

    /**
     * A head came: gives back what waited for it, in the order in which it came.
     *
     * @param out room for as many as may wait
     * @return how many
     */
    public int release(final FragmentKey key, final long[] out) {
        int released = 0;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (key.isAt(keys, i * FragmentKey.WORDS)) {
                out[released++] = packets[i];
            } else {
                move(i, kept++);
            }
        }
        count = kept;
        return released;
    }

    /**
     * Gives back what has waited for too long, to be dropped under FRAGMENTS.
     *
     * @param out room for as many as may wait
     * @return how many
     */
    public int expire(final int nowMs, final long[] out) {
        int old = 0;
        while (old < count && nowMs - sinceMs[old] > FragmentTable.TIMEOUT_MS) {
            out[old] = packets[old];
            old++;
        }
        if (old > 0) {
            for (int i = old; i < count; i++) {
                move(i, i - old);
            }
            count -= old;
        }
        return old;
    }

    /** Packets that wait, for the ledger. */
    public int heldCount() {
        return count;
    }

    private void move(final int from, final int to) {
        if (from != to) {
            System.arraycopy(keys, from * FragmentKey.WORDS, keys, to * FragmentKey.WORDS, FragmentKey.WORDS);
            packets[to] = packets[from];
            sinceMs[to] = sinceMs[from];
        }
    }
}
