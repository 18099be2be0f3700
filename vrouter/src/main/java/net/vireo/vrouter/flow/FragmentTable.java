// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The ports of datagrams that come in fragments: the head fragment brings them, the others are found by them. Nothing is
 * reassembled. An entry lives for two seconds (fact sheet vrouter-dataplane 1.8).
 *
 * <p>One per lcore, without locks, because all fragments of a datagram come to one lcore: a guest's queue belongs to one,
 * and the fabric's fanout hashes fragments by their addresses alone. Buckets of four rows, a cache line each, and a
 * shared overflow area.
 */
public final class FragmentTable {
    /** No such datagram. */
    public static final int NONE = -1;

    public static final int DEFAULT_ENTRIES = 8192;
    public static final int DEFAULT_OVERFLOW = 1024;
    public static final int TIMEOUT_MS = 2000;

    private static final int BUCKET_ROWS = 4;
    private static final int WORDS = 8;
    private static final int PORTS = FragmentKey.WORDS;
    private static final int MADE_MS = PORTS + 1;
    private static final int USED = PORTS + 2;

    private final int entries;
    private final long seed = new SecureRandom().nextLong();
    private final long[] rows;

    /** First overflow row of each bucket's chain, or {@link #NONE}. */
    private final int[] heads;

    /** Next of an overflow row in its chain, or in the list of those that are free. */
    private final int[] next;

    private int free;
    private int usedCount;
    private int cursor;

    /** Contrail's size. */
    public FragmentTable() {
        this(DEFAULT_ENTRIES, DEFAULT_OVERFLOW);
    }

    /** @param entries rows in buckets, a multiple of four */
    public FragmentTable(final int entries, final int overflowEntries) {
        if (entries < BUCKET_ROWS || entries % BUCKET_ROWS != 0) {
            throw new IllegalArgumentException("fragment entries: " + entries + ", must be a multiple of 4");
        }
        this.entries = entries;
        rows = new long[(entries + overflowEntries) * WORDS];
        heads = new int[entries / BUCKET_ROWS];
        next = new int[overflowEntries];
        Arrays.fill(heads, NONE);
        for (int i = 0; i < overflowEntries; i++) {
            next[i] = i + 1 < overflowEntries ? i + 1 : NONE;
        }
        free = overflowEntries == 0 ? NONE : 0;
    }

    /**
     * A head fragment came.
     *
     * @return false when there is no room: its followers will not be found
     */
    public boolean put(final FragmentKey key, final int sourcePort, final int destinationPort, final int nowMs) {
        final int bucket = bucket(key);
        int row = findRow(bucket, key, nowMs);
        if (row == NONE) {
            row = freeRow(bucket, nowMs);
            if (row == NONE) {
                return false;
            }
            usedCount++;
        }
        final int start = row * WORDS;
        key.copyTo(rows, start);
        rows[start + PORTS] = (sourcePort & 0xffffL) << Short.SIZE | destinationPort & 0xffffL;
        rows[start + MADE_MS] = nowMs;
        rows[start + USED] = 1;
        return true;
    }

    /**
     * The ports of a datagram: the source port in the upper half of the low 32 bits, the destination's in the lower.
     *
     * @return {@link #NONE} when its head has not come, or too long ago
     */
    public long find(final FragmentKey key, final int nowMs) {
        final int row = findRow(bucket(key), key, nowMs);
        return row == NONE ? NONE : rows[row * WORDS + PORTS];
    }

    /** Of what {@link #find} answered. */
    public static int sourcePort(final long ports) {
        return (int) (ports >>> Short.SIZE);
    }

    /** Of what {@link #find} answered. */
    public static int destinationPort(final long ports) {
        return (int) ports & 0xffff;
    }

    /** Frees what is too old in the next buckets: once per cycle a few, so that overflow rows come back. */
    public void expire(final int nowMs, final int bucketCount) {
        for (int i = 0; i < bucketCount; i++) {
            for (int row = cursor * BUCKET_ROWS; row < (cursor + 1) * BUCKET_ROWS; row++) {
                dropIfOld(row, nowMs);
            }
            trimChain(cursor, nowMs);
            cursor = cursor + 1 == heads.length ? 0 : cursor + 1;
        }
    }

    /** Entries, those included that are too old and not yet freed. */
    public int usedCount() {
        return usedCount;
    }

    private int findRow(final int bucket, final FragmentKey key, final int nowMs) {
        for (int row = bucket * BUCKET_ROWS; row < (bucket + 1) * BUCKET_ROWS; row++) {
            if (isFresh(row, nowMs) && key.isAt(rows, row * WORDS)) {
                return row;
            }
        }
        for (int overflow = heads[bucket]; overflow != NONE; overflow = next[overflow]) {
            if (isFresh(entries + overflow, nowMs) && key.isAt(rows, (entries + overflow) * WORDS)) {
                return entries + overflow;
            }
        }
        return NONE;
    }

    private int freeRow(final int bucket, final int nowMs) {
        for (int row = bucket * BUCKET_ROWS; row < (bucket + 1) * BUCKET_ROWS; row++) {
            dropIfOld(row, nowMs);
            if (rows[row * WORDS + USED] == 0) {
                return row;
            }
        }
        trimChain(bucket, nowMs);
        if (free == NONE) {
            return NONE;
        }
        final int overflow = free;
        free = next[overflow];
        next[overflow] = heads[bucket];
        heads[bucket] = overflow;
        return entries + overflow;
    }

    private void trimChain(final int bucket, final int nowMs) {
        int before = NONE;
        int overflow = heads[bucket];
        while (overflow != NONE) {
            final int after = next[overflow];
            if (dropIfOld(entries + overflow, nowMs)) {
                if (before == NONE) {
                    heads[bucket] = after;
                } else {
                    next[before] = after;
                }
                next[overflow] = free;
                free = overflow;
            } else {
                before = overflow;
            }
            overflow = after;
        }
    }

    private boolean dropIfOld(final int row, final int nowMs) {
        final boolean old = rows[row * WORDS + USED] != 0 && !isFresh(row, nowMs);
        if (old) {
            rows[row * WORDS + USED] = 0;
            usedCount--;
        }
        return old;
    }

    private boolean isFresh(final int row, final int nowMs) {
        return rows[row * WORDS + USED] != 0 && nowMs - (int) rows[row * WORDS + MADE_MS] <= TIMEOUT_MS;
    }

    private int bucket(final FragmentKey key) {
        return (int) ((key.hash(seed) >>> Integer.SIZE) * heads.length >>> Integer.SIZE);
    }
}
