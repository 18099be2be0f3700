// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.SplittableRandom;
import net.vireo.linux.memory.Memory;
import net.vireo.port.count.OwnedCounters;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/** Applies {@link Faults} to the bursts of one queue. Called by the lcore that owns the queue; allocates nothing. */
final class FaultInjector {
    static final int LOST = 0;
    static final int DUPLICATED = 1;
    static final int REORDERED = 2;
    static final int CORRUPTED = 3;
    private static final int CELLS = 4;
    private static final int BITS_PER_BYTE = 8;

    private final Faults faults;
    private final SplittableRandom random;
    private final OwnedCounters counters = new OwnedCounters(CELLS);

    /** The copies that the last call of {@link #apply} made: {@code copies[0 .. copyCount - 1]}. */
    private final long[] copies = new long[Port.MAX_BURST_PACKETS];

    private int copyCount;

    /**
     * @param stream tells this queue's random numbers from the other queues' of the same seed
     */
    FaultInjector(final Faults faults, final int stream) {
        this.faults = faults;
        random = new SplittableRandom(faults.seed() * 31 + stream);
    }

    /** How often one kind of fault happened. Any thread. */
    long count(final int kind) {
        return counters.value(kind);
    }

    /**
     * Takes {@code packets[0 .. count - 1]} and puts what becomes of them into {@code result}. A lost packet is freed.
     * Copies are made only as long as there is room for them beside the packets still to come.
     *
     * @return how many packets are in {@code result}; at most {@code capacity}, which is {@code count} or more
     */
    int apply(final PoolCache cache, final long[] packets, final int count, final long[] result, final int capacity) {
        copyCount = 0;
        int n = 0;
        for (int i = 0; i < count; i++) {
            if (hit(faults.reorder()) && i + 1 < count) {
                final long overtaken = packets[i];
                packets[i] = packets[i + 1];
                packets[i + 1] = overtaken;
                counters.add(REORDERED, 1);
            }
            final long packet = packets[i];
            if (hit(faults.loss())) {
                cache.free(packet);
                counters.add(LOST, 1);
                continue;
            }
            if (hit(faults.corruption())) {
                flipOneBit(cache.pool(), packet);
            }
            result[n++] = packet;
            if (hit(faults.duplication()) && n + (count - i - 1) < capacity) {
                n = duplicate(cache, packet, result, n);
            }
        }
        return n;
    }

    /** Whether the packet is a copy that the last call of {@link #apply} made. */
    boolean isCopy(final long packet) {
        for (int i = 0; i < copyCount; i++) {
            if (copies[i] == packet) {
                return true;
            }
        }
        return false;
    }

    private boolean hit(final double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    private int duplicate(final PoolCache cache, final long packet, final long[] result, final int n) {
        final long copy = copyCount < copies.length ? cache.copy(packet) : PoolCache.NONE;
        if (copy == PoolCache.NONE) {
            return n;
        }
        copies[copyCount++] = copy;
        result[n] = copy;
        counters.add(DUPLICATED, 1);
        return n + 1;
    }

    private void flipOneBit(final PacketPool pool, final long packet) {
        final int length = PacketRef.length(packet);
        if (length == 0) {
            return;
        }
        final long address = pool.dataAddress(packet) + random.nextInt(length);
        Memory.putByte(address, (byte) (Memory.getByte(address) ^ 1 << random.nextInt(BITS_PER_BYTE)));
        counters.add(CORRUPTED, 1);
    }
}
