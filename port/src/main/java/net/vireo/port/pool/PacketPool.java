// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import net.vireo.linux.Errno;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;

/**
 * The buffers of a data plane: a small class for ordinary frames and a large one for whole TSO/GRO segments, in one
 * mapping. A packet is always contiguous in one buffer; there are no chains and no reference counts.
 *
 * <pre>
 *  buffer:  0           128                          limit
 *          +-----------+----------------------------+
 *          | headroom  | data                       |
 *          +-----------+----------------------------+
 * </pre>
 *
 * Ids count from 0, the small class first. Lcores take and free through a {@link PoolCache}; the pool itself may be
 * called from any thread. A buffer's generation rises with each free; it lives in an array of bytes beside the buffers,
 * read and written once per free, so that a take touches no buffer memory.
 */
public final class PacketPool implements AutoCloseable {
    /** Room in front of a received frame, for the largest encapsulation and the devices' own headers. */
    public static final int HEADROOM_BYTES = 128;
    /** What a small buffer surely holds behind the headroom. */
    public static final int SMALL_DATA_BYTES = 2048;
    /** What a large buffer surely holds behind the headroom. */
    public static final int LARGE_DATA_BYTES = 1 << 16;
    /** From one small buffer to the next: an odd number of cache lines, so that headers spread over all cache sets. */
    public static final int SMALL_STRIDE_BYTES = 35 * 64;
    /** From one large buffer to the next: odd for the same reason. */
    public static final int LARGE_STRIDE_BYTES = 1027 * 64;

    private final Sizes sizes;
    private final Mapping mapping;
    private final boolean hugepages;
    private final long smallBase;
    private final long largeBase;
    private final byte[] generations;
    private final long[] offloads;
    private final FreeList smallFree;
    private final FreeList largeFree;
    private final List<PoolCache> caches = new CopyOnWriteArrayList<>();
    private final AtomicLong reclaimedCount = new AtomicLong();
    private final AtomicLong refusedReclaimCount = new AtomicLong();

    /**
     * How many buffers of each class.
     *
     * @param smallCount buffers of {@value PacketPool#SMALL_DATA_BYTES} data bytes
     * @param largeCount buffers of 64 KB of data
     */
    public record Sizes(int smallCount, int largeCount) {
        public Sizes {
            if (smallCount < 0 || largeCount < 0 || (long) smallCount + largeCount > PacketRef.MAX_ID) {
                throw new IllegalArgumentException("pool sizes must be 0 or more and together at most "
                        + PacketRef.MAX_ID + " buffers: small " + smallCount + ", large " + largeCount);
            }
        }

        /** Memory that they take. */
        public long lengthBytes() {
            // Never nothing: a pool without buffers is mapped all the same.
            return Math.max(1, (long) smallCount * SMALL_STRIDE_BYTES + (long) largeCount * LARGE_STRIDE_BYTES);
        }
    }

    private PacketPool(final Sizes sizes, final Mapping mapping, final boolean hugepages) {
        this.sizes = sizes;
        this.mapping = mapping;
        this.hugepages = hugepages;
        smallBase = mapping.address();
        largeBase = smallBase + (long) sizes.smallCount * SMALL_STRIDE_BYTES;
        generations = new byte[sizes.smallCount + sizes.largeCount];
        offloads = new long[generations.length];
        smallFree = new FreeList(0, sizes.smallCount);
        largeFree = new FreeList(sizes.smallCount, sizes.largeCount);
    }

    /**
     * Maps the buffers and makes their pages present, so that no packet waits for a page fault.
     *
     * @param hugepages back them with hugepages when the system has enough free; else with transparent ones as far as
     *     the system gives them. False: normal pages
     * @throws LinuxException ENOMEM when there is not enough memory
     */
    public static PacketPool create(final Sizes sizes, final boolean hugepages) {
        if (hugepages) {
            try {
                return new PacketPool(sizes, Mmap.anonymous(sizes.lengthBytes(), true), true);
            } catch (final LinuxException e) {
                if (e.errno() != Errno.ENOMEM) {
                    throw e;
                }
                // The kernel's pool of hugepages is too small, and mostly empty: normal pages then.
            }
        }
        final Mapping mapping = Mmap.anonymous(sizes.lengthBytes(), false);
        try {
            if (hugepages) {
                mapping.preferHugepages();
            }
            populate(mapping);
            return new PacketPool(sizes, mapping, false);
        } catch (final LinuxException e) {
            mapping.close();
            throw e;
        }
    }

    private static void populate(final Mapping mapping) {
        try {
            mapping.populate();
        } catch (final LinuxException e) {
            if (e.errno() != Errno.EINVAL) { // kernels before 5.14 do not know the request; pages fault in later then
                throw e;
            }
        }
    }

    /** Whether the buffers really lie in hugepages. */
    public boolean hugepages() {
        return hugepages;
    }

    public Sizes sizes() {
        return sizes;
    }

    /** How many buffers there are in all. */
    public int sizeCount() {
        return generations.length;
    }

    /** Where buffer {@code id} starts, ready to add constants to (see {@link Memory#base}). The id must be valid. */
    public long address(final int id) {
        final int smallCount = sizes.smallCount;
        return Memory.base(
                id < smallCount
                        ? smallBase + (long) id * SMALL_STRIDE_BYTES
                        : largeBase + (long) (id - smallCount) * LARGE_STRIDE_BYTES);
    }

    /** Where a packet's first byte lies, ready to add constants to. */
    public long dataAddress(final long packet) {
        return Memory.base(address(PacketRef.id(packet)) + PacketRef.offset(packet));
    }

    /** The first offset behind buffer {@code id}: offset plus length of a packet never exceed it. */
    public int dataLimit(final int id) {
        return id < sizes.smallCount ? SMALL_STRIDE_BYTES : LARGE_STRIDE_BYTES;
    }

    /** The generation that the owner of buffer {@code id} has in its reference, 0..255. */
    public int generation(final int id) {
        return generations[id] & 0xff;
    }

    /**
     * The offload word of buffer {@code id}. It speaks of a packet only while its reference has
     * {@link PacketRef#FLAG_OFFLOAD}: what a former owner left means nothing. Read and written by the packet's owner.
     */
    public long offload(final int id) {
        return offloads[id];
    }

    /** Sets the offload word of buffer {@code id}; the owner's reference must get the flag too. */
    public void offload(final int id, final long word) {
        offloads[id] = word;
    }

    /** Whether a reference names a buffer of this pool, lies inside it and is not stale. */
    public boolean contains(final long packet) {
        final int id = PacketRef.id(packet);
        return id < generations.length
                && generations[id] == (byte) PacketRef.generation(packet)
                && PacketRef.offset(packet) + PacketRef.length(packet) <= dataLimit(id);
    }

    /** A new cache. The thread that is going to use it may be another one than the caller. */
    public PoolCache newCache(final int lcore) {
        final PoolCache cache = new PoolCache(
                this,
                lcore,
                new BufferStack(smallFree, sizes.smallCount, generations),
                new BufferStack(largeFree, sizes.largeCount, generations));
        caches.add(cache);
        return cache;
    }

    /**
     * Gives back a packet without a cache: for the control thread that closes a port, after the lcores have let go of
     * it. A stale reference is refused and counted, as in {@link PoolCache#free(long)}.
     */
    public boolean reclaim(final long packet) {
        final int id = PacketRef.id(packet);
        final int generation = PacketRef.generation(packet);
        if (id >= generations.length || generations[id] != (byte) generation) {
            refusedReclaimCount.incrementAndGet();
            return false;
        }
        generations[id] = (byte) (generation + 1);
        (id < sizes.smallCount ? smallFree : largeFree).push(new long[] {packet}, 0, 1);
        reclaimedCount.incrementAndGet();
        return true;
    }

    /** Where the buffers are now. */
    public Balance balance() {
        long cached = 0;
        long out = -reclaimedCount.get();
        for (final PoolCache cache : caches) {
            cached += cache.cachedCount();
            out += cache.takenCount() - cache.freedCount();
        }
        return new Balance(generations.length, (long) smallFree.count() + largeFree.count(), cached, out);
    }

    /** Frees that were refused, over all caches and {@link #reclaim}. */
    public long refusedFreeCount() {
        long count = refusedReclaimCount.get();
        for (final PoolCache cache : caches) {
            count += cache.refusedFreeCount();
        }
        return count;
    }

    /** Takes that found the pool empty, over all caches. */
    public long exhaustedCount() {
        long count = 0;
        for (final PoolCache cache : caches) {
            count += cache.exhaustedCount();
        }
        return count;
    }

    /** Unmaps the buffers. No thread may touch a packet any more: the process would die of it. */
    @Override
    public void close() {
        mapping.close();
    }

    byte[] generations() {
        return generations;
    }

    void copyBytes(final long from, final long to) {
        Memory.copy(dataAddress(from), dataAddress(to), PacketRef.length(from));
    }

    static long freshPacket(final int generation, final int id) {
        return PacketRef.of(generation, id, HEADROOM_BYTES, 0);
    }
}
