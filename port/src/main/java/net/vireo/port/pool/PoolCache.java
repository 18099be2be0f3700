// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pool;

import net.vireo.port.count.OwnedCounters;

/**
 * One lcore's way to the pool. All methods but the counters are called from the thread that owns the cache. Nothing
 * here allocates.
 */
public final class PoolCache {
    /** What a take returns when the pool is empty. No packet looks like this: it would reach beyond every buffer. */
    public static final long NONE = -1L;

    private static final int TAKEN = 0;
    private static final int FREED = 1;
    private static final int EXHAUSTED = 2;
    private static final int REFUSED_FREES = 3;
    private static final int CELLS = 4;

    private final int lcore;
    private final PacketPool pool;
    private final int smallCount;
    private final byte[] generations;
    private final BufferStack small;
    private final BufferStack large;
    private final OwnedCounters counters = new OwnedCounters(CELLS);

    PoolCache(final PacketPool pool, final int lcore, final BufferStack small, final BufferStack large) {
        this.pool = pool;
        this.lcore = lcore;
        this.small = small;
        this.large = large;
        smallCount = pool.sizes().smallCount();
        generations = pool.generations();
    }

    /** The lcore that this cache was made for. */
    public int lcore() {
        return lcore;
    }

    public PacketPool pool() {
        return pool;
    }

    /** A small buffer as an empty packet: offset {@link PacketPool#HEADROOM_BYTES}, length 0; or {@link #NONE}. */
    public long takeSmall() {
        return counted(small.pop());
    }

    /**
     * Several small buffers as empty packets; cheaper than one by one.
     *
     * @param packets they go to {@code packets[from .. from + n - 1]}
     * @return n, less than {@code count} when the small ones have run out
     */
    public int takeSmall(final long[] packets, final int from, final int count) {
        final int taken = small.pop(packets, from, count);
        counters.add(TAKEN, taken);
        if (taken < count) {
            counters.add(EXHAUSTED, 1);
        }
        return taken;
    }

    /** A large buffer as an empty packet: offset {@link PacketPool#HEADROOM_BYTES}, length 0; or {@link #NONE}. */
    public long takeLarge() {
        return counted(large.pop());
    }

    /**
     * A buffer of the smallest class that holds {@code lengthBytes} behind the headroom; a large one when the small
     * ones have run out; or {@link #NONE}, also when no class is long enough.
     */
    public long take(final int lengthBytes) {
        if (lengthBytes <= PacketPool.SMALL_DATA_BYTES) {
            final long packet = small.pop();
            return counted(packet != NONE ? packet : large.pop());
        }
        return counted(lengthBytes <= PacketPool.LARGE_DATA_BYTES ? large.pop() : NONE);
    }

    /**
     * Gives a packet's buffer back. A reference that is no longer the buffer's owner (freed before, or never handed
     * out) is refused and counted; the buffer is then left alone.
     *
     * @return false when it was refused
     */
    public boolean free(final long packet) {
        final boolean own = giveBack(packet);
        counters.add(own ? FREED : REFUSED_FREES, 1);
        return own;
    }

    /** Frees {@code packets[from .. to - 1]}; cheaper than one by one. */
    public void free(final long[] packets, final int from, final int to) {
        int freed = 0;
        for (int i = from; i < to; i++) {
            freed += giveBack(packets[i]) ? 1 : 0;
        }
        counters.add(FREED, freed);
        if (freed < to - from) {
            counters.add(REFUSED_FREES, to - from - freed);
        }
    }

    private boolean giveBack(final long packet) {
        final int id = PacketRef.id(packet);
        final int generation = PacketRef.generation(packet);
        if (id >= generations.length || generations[id] != (byte) generation) {
            return false;
        }
        // The generation rises with the free, so the same reference cannot be freed again.
        generations[id] = (byte) (generation + 1);
        (id < smallCount ? small : large).push(PacketPool.freshPacket(generation + 1, id));
        return true;
    }

    /**
     * A copy of a packet, offload word included, in a buffer of its own, at the same offset; or {@link #NONE} when no buffer is free or the
     * packet does not lie inside its buffer.
     */
    public long copy(final long packet) {
        if (!pool.contains(packet)) {
            return NONE;
        }
        final int id = PacketRef.id(packet);
        final long copy = id < smallCount ? takeSmall() : takeLarge();
        if (copy == NONE) {
            return NONE;
        }
        final long resized = PacketRef.resized(copy, PacketRef.offset(packet), PacketRef.length(packet));
        pool.copyBytes(packet, resized);
        if (!PacketRef.hasOffload(packet)) {
            return resized;
        }
        pool.offload(PacketRef.id(resized), pool.offload(id));
        return PacketRef.withOffload(resized, true);
    }

    /** Gives all cached buffers to the other lcores: before this lcore stops. The cache stays usable. */
    public void flush() {
        small.flush();
        large.flush();
    }

    /** Buffers handed out since the start. Any thread. */
    public long takenCount() {
        return counters.value(TAKEN);
    }

    /** Buffers given back since the start. Any thread. */
    public long freedCount() {
        return counters.value(FREED);
    }

    /** Takes that found the pool empty. Any thread. */
    public long exhaustedCount() {
        return counters.value(EXHAUSTED);
    }

    /** Frees that were refused: a second free, a stale or an invented reference. Any thread. */
    public long refusedFreeCount() {
        return counters.value(REFUSED_FREES);
    }

    /** Free buffers at hand now. Any thread. */
    public long cachedCount() {
        return (long) small.count() + large.count();
    }

    private long counted(final long packet) {
        counters.add(packet == NONE ? EXHAUSTED : TAKEN, 1);
        return packet;
    }
}
